/**
 * Turns whatever a handler returned into a Response. After poem's trait: the handler says what it has,
 * and one place knows how that looks on the wire.
 */

import type { AppContext } from "./app-context.ts";
import { errorResponse } from "./error-response.ts";
import { Response } from "./response.ts";

/** Anything that knows its own answer. */
export interface IntoResponse {
  intoResponse(): Response;
}

/** What a handler may return. An object that is nothing else here is sent as JSON. */
export type Reply =
  | Response
  | IntoResponse
  | globalThis.Response
  | Error
  | string
  | Uint8Array
  | AsyncIterable<Uint8Array | string>
  | object
  | number
  | boolean
  | null
  | undefined
  | void;

/**
 * `undefined` means the response that the context's own methods have built. Text, bytes, streams and JSON
 * keep the status and fields that were set on the context.
 * Errors: TypeError for what cannot be an answer, such as a function.
 */
export function intoResponse(reply: Reply, c: AppContext): Response {
  if (reply === undefined) return c.response;
  if (typeof reply === "string") return c.string(reply);
  if (typeof reply !== "object" || reply === null) return c.json(reply);
  if (reply instanceof Response) return reply;
  if (reply instanceof Uint8Array) return c.bytes(reply);
  if (reply instanceof globalThis.Response) return withContextFields(fromWhatwg(reply), c);
  if (reply instanceof Error) return errorResponse(reply, c);
  if ("intoResponse" in reply && typeof reply.intoResponse === "function") {
    return withContextFields(reply.intoResponse(), c);
  }
  if (Symbol.asyncIterator in reply) return c.stream(reply as AsyncIterable<Uint8Array | string>);
  return c.json(reply);
}

/** Fields that were set on the context before count where the answer itself does not say otherwise. */
function withContextFields(response: Response, c: AppContext): Response {
  for (const [name, value] of c.response.headers) {
    if (!response.headers.has(name)) response.headers.append(name, value);
  }
  return response;
}

function fromWhatwg(reply: globalThis.Response): Response {
  return new Response(reply.body, { status: reply.status, headers: reply.headers });
}

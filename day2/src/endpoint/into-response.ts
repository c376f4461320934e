/**
 * Turns whatever a handler returned into a Response. After poem's trait: the handler says what it has,
 * and one place knows how that looks on the wire. Asked by HandlerEndpoint, and by hooks for what they return; it
 * never waits for a promise, which is the caller's to do.
 */

import { Response } from "../http/response.ts";
import type { AppContext } from "./app-context.ts";
import { isPrepared, TEXT } from "./header-rule.ts";

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
  | ArrayBuffer
  | Blob
  | FormData
  | URLSearchParams
  | AsyncIterable<Uint8Array | string>
  | Iterator<Uint8Array | string>
  | object
  | number
  | boolean
  | null
  | undefined
  | void;

const URLENCODED = "application/x-www-form-urlencoded;charset=UTF-8";

/**
 * `undefined` means the response that the context's own methods have built. Text, bytes, forms, streams and JSON
 * keep the status and fields that were set on the context.
 * So does the context itself, which is what `c.status(404)` gives.
 * Errors: an Error that was returned; TypeError that says what to return, for what cannot be an answer, such as a
 * function or a Map.
 */
export function intoResponse(reply: Reply, c: AppContext): Response {
  // The order is that of the costs, and it decides: a Response and an Error are objects, a stream may be one that
  // knows its own answer.
  if (reply === undefined) return c.response;
  if (typeof reply === "string") return c.string(reply);
  if (typeof reply !== "object" || reply === null) return c.json(reply);
  if (reply instanceof Response) return reply;
  if (reply instanceof Uint8Array) return c.bytes(reply);
  if (reply instanceof globalThis.Response) return fromWhatwg(reply, c);
  // Returned or thrown, it takes one way: a hook that hears of errors sees both.
  if (reply instanceof Error) throw reply;
  if ("intoResponse" in reply && typeof reply.intoResponse === "function") return told(reply.intoResponse());
  // Web streams and those of Node are async iterables too.
  if (Symbol.asyncIterator in reply) return c.stream(reply as AsyncIterable<Uint8Array | string>);
  if (reply === c) return c.response;
  return fromPlatform(reply, c) ?? c.json(reply);
}

/** What every program has without an import, and JSON would make nothing of; null: it is none of these. */
function fromPlatform(reply: object, c: AppContext): Response | null {
  // A Blob may be a file on the disk, so it is read piece by piece.
  if (reply instanceof Blob) return c.stream(reply.stream(), undefined, reply.type || undefined);
  if (ArrayBuffer.isView(reply))
    return c.bytes(new Uint8Array(reply.buffer, reply.byteOffset, reply.byteLength));
  if (reply instanceof ArrayBuffer || reply instanceof SharedArrayBuffer)
    return c.bytes(new Uint8Array(reply));
  if (reply instanceof URLSearchParams) return c.bytes(Buffer.from(String(reply)), undefined, URLENCODED);
  if (reply instanceof FormData) {
    // Node writes the form, and chooses the boundary between its parts.
    const { body, headers } = new globalThis.Response(reply);
    return c.stream(body as ReadableStream<Uint8Array>, undefined, headers.get("content-type") ?? undefined);
  }
  // Generators, and what `values()` and its like give. An array, a Map and a Set have no `next`.
  if (Symbol.iterator in reply && "next" in reply) return c.stream(piecesOf(reply as Iterator<string>));
  return null;
}

/** An iterator as a stream: it is asked for its next piece when the one before it has left. */
function piecesOf(source: Iterator<Uint8Array | string>): AsyncIterable<Uint8Array | string> {
  return {
    [Symbol.asyncIterator]: () => ({
      next: async () => source.next(),
      return: async () => source.return?.() ?? { done: true, value: undefined },
    }),
  };
}

/** Errors: TypeError when an object's own intoResponse gives something else. */
function told(answer: unknown): Response {
  if (answer instanceof Response) return answer;
  throw new TypeError(
    `intoResponse() must return a Response of ray, not ${answer === null ? null : typeof answer}`,
  );
}

/**
 * Responses whose body has been taken: it can be read once, and here it is the client that reads it. Node says so only
 * when the reading has begun, which may be after the next request has got the same one. Held weakly: an entry goes
 * with its Response.
 */
const taken = new WeakSet<globalThis.Response>();

/** The type that a fetch Response gives itself when its body is a text and its maker names none. */
const OWN_TYPE = "text/plain;charset=UTF-8";

/**
 * A fetch Response as ours. A program that has forgotten to import ours makes one by mistake, and it compiles: so
 * both must mean the same. Errors: TypeError when there is no body any more: an empty 200 would look like an answer.
 */
function fromWhatwg(reply: globalThis.Response, c: AppContext): Response {
  if (reply.body !== null) {
    if (reply.bodyUsed || reply.body.locked || taken.has(reply)) {
      throw new TypeError(
        "the body of this fetch Response is used up: make a new Response for each request, or return a clone()",
      );
    }
    taken.add(reply);
  }
  const response = new Response(reply.body, { status: reply.status, headers: reply.headers });
  // "default": it was made here and not fetched, so this type is its own idea, and the context's wins over it.
  if (reply.type === "default" && response.headers.get("content-type") === OWN_TYPE) {
    if (isPrepared(c) && c.response.headers.holds(TEXT)) response.headers.delete("content-type");
    else response.headers.put(TEXT);
  }
  return response;
}

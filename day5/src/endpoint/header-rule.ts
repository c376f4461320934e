/**
 * The one rule for fields (see docs/reference/answers.md): what is set on the context is on every answer that
 * does not say otherwise. A caller of an endpoint hands what it got to `finish`, and what it caught to `errorAnswer`.
 * A Response is changed by its maker alone, for it may be the answer to many requests: where fields join, they join
 * in a copy.
 */

import { errorResponse } from "../http/error-response.ts";
import { Field, Headers } from "../http/headers.ts";
import type { Request } from "../http/request.ts";
import { Response } from "../http/response.ts";
import type { Logger } from "../log/logger.ts";
import { formatError } from "./error-format.ts";
import type { State } from "./state.ts";

/**
 * What is said of one content, and of no other that is sent in its place (RFC 9110 §8, §14.3, §15.4), and what
 * frames it. A list and no prefix: Content-Security-Policy must be on errors too.
 */
const DESCRIBES_CONTENT = new Set([
  "accept-ranges",
  "content-digest",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-length",
  "content-location",
  "content-md5",
  "content-range",
  "content-type",
  "digest",
  "etag",
  "last-modified",
  "location",
  "repr-digest",
  "trailer",
  "transfer-encoding",
]);

/** What the rule has to know of a context. Only a part of it, so that contexts can be built on the rule. */
export interface Answering {
  readonly log: Logger;
  readonly method: string;
  readonly path: string;
  readonly req: Request;
  readonly state: State;
  readonly isAnswered: boolean;
  response: Response;
}

/** What a text is where nothing says otherwise (RFC 9110 §8.3: what has a content should have a type). */
export const TEXT = new Field("content-type", "text/plain; charset=utf-8");

/** The answer as it goes out. Errors: as `combine`. */
export function finish(answer: Response, c: Answering): Response {
  // How nearly all answers are made: there is nothing to join.
  if (answer === c.response) return answer;
  const isAlone = c.response.headers.fields.length === 0;
  if (!isAlone || !(answer instanceof Response) || needsType(answer)) return combine(answer, c);
  answer.replaces(c.response);
  return answer;
}

/**
 * A copy of `answer` that has the context's fields too. Where it takes the place of another, the streams of that one
 * are let go of when this one is over.
 * Errors: TypeError when an endpoint has answered with what is no Response.
 */
export function combine(answer: Response, c: Pick<Answering, "response" | "isAnswered">): Response {
  if (!(answer instanceof Response))
    throw new TypeError(
      "an endpoint must answer with a Response: return c.string(…) or the like from call()",
    );
  const own = c.response;
  const keepsAll = isPrepared(c);
  const headers = new Headers();
  // The context's first: of fields that add up, such as Set-Cookie, the one that was said last counts for clients.
  for (const field of own.headers.fields) {
    const isGiven = !field.isRepeatable && answer.headers.has(field.name);
    if (!isGiven && (keepsAll || !DESCRIBES_CONTENT.has(field.name))) headers.add(field);
  }
  for (const field of answer.headers.fields) headers.add(field);
  if (needsType(answer) && !headers.holds(TEXT)) headers.add(TEXT);
  const { status, takeover } = answer;
  const copy = new Response(answer.body, { status, headers, takeover });
  // A stream of either that is not the body of the copy is let go of when the copy is over.
  copy.replaces(answer);
  copy.replaces(own);
  return copy;
}

/** The answer to an error, with the context's fields but for those that speak of what would have been sent. */
export function errorAnswer(error: unknown, c: Answering): Response {
  dropAnswer(c);
  // A copy, also of one that the form has built on the context: a late handler must not write on it.
  return combine(formatError(error, c) ?? errorResponse(error, c), c);
}

/** Half of an answer must not be in another: what was built is dropped, and what is said of it. */
export function dropAnswer(c: Answering): void {
  const own = c.response;
  for (const name of DESCRIBES_CONTENT) own.headers.delete(name);
  c.response = new Response();
}

/**
 * True while the context has fields and no answer: they are then meant for the answer that comes, its content type
 * too. What was said of a content that is not sent is not true of another one.
 */
export function isPrepared(c: Pick<Answering, "response" | "isAnswered">): boolean {
  return c.response.body === null && !c.isAnswered;
}

/** Bytes and streams may be anything, so only a text has a type of its own. */
function needsType(answer: Response): boolean {
  return typeof answer.body === "string" && !answer.headers.holds(TEXT);
}

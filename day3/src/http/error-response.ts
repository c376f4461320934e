/**
 * The last stop of every error: an HttpError becomes the answer it describes, anything else a plain 500.
 * The client reads a reason phrase or a message that was marked safe, as text or, where it asks for JSON, as a problem
 * of RFC 9457; the log gets the rest. It never fails, whatever was thrown: what cannot even be read, such as an
 * HttpError with a getter that throws, is a 500 too.
 */

import { isInstance } from "../guard/is-instance.ts";
import type { Logger } from "../log/logger.ts";
import { safeLogger } from "../log/safe-logger.ts";
import type { Headers } from "./headers.ts";
import { HttpError } from "./http-error.ts";
import { Response } from "./response.ts";
import { reasonPhrase } from "./status.ts";

/** Where an error happened: its log, what names the request there, and where there is a request, what it accepts. */
export interface ErrorPlace {
  readonly log: Logger;
  readonly method: string;
  readonly path: string;
  readonly req?: { readonly headers: Headers };
}

export function errorResponse(error: unknown, c: ErrorPlace): Response {
  const known = knownError(error, c);
  if (c.req === undefined || !wantsProblem(c.req)) return plain(known);
  try {
    return problem(known);
  } catch (cause) {
    // Details without a JSON form. The words are sound all the same.
    safeLogger(c.log).error({ err: cause }, "the details of an error have no JSON form");
    return plain(known);
  }
}

/** `error` as the HttpError that it is, or as a plain 500. What its client may not read is logged here, and only here. */
export function knownError(error: unknown, { log, method, path }: ErrorPlace): HttpError {
  const known = isInstance(error, HttpError) && isSound(error) ? error : null;
  if (known?.expose === true) return known;
  safeLogger(log).error({ err: error, method, path }, "handler failed");
  return known ?? new HttpError(500, undefined, { cause: error });
}

/** A subclass may have ideas of its own: what cannot be read cannot be told. */
function isSound(error: HttpError): boolean {
  try {
    plain(error);
    return typeof error.expose === "boolean";
  } catch {
    return false;
  }
}

/** One line of text: a person at a terminal reads it, and a program needs the status only. */
function plain({ publicMessage, status, headers }: HttpError): Response {
  const response = new Response(`${publicMessage}\n`, { status, headers });
  response.headers.set("content-type", "text/plain; charset=utf-8");
  return response;
}

/** RFC 9457. Without a `type` it is "about:blank", whose title is the phrase of the status (§4.2.1). */
function problem({ code, details, expose, publicMessage, status, headers }: HttpError): Response {
  const title = reasonPhrase(status);
  const detail = publicMessage === title ? {} : { detail: publicMessage };
  const own = { title, status, ...detail };
  // Once more at the end: no detail may say another status than that of the answer.
  const told = { ...own, ...(expose && { code, ...details }), ...own };
  const response = new Response(JSON.stringify(told), { status, headers });
  response.headers.set("content-type", "application/problem+json");
  // RFC 9110 §12.5.5: a cache must not give it to a client that has asked for something else.
  response.headers.append("vary", "accept");
  return response;
}

/** What asks for JSON by name. A "*" is no wish: curl sends it, and its user reads text. */
const JSON_RANGE = /^application\/(?:json|problem\+json|\*)$/;

/** Whether JSON is named, and no text is liked better (RFC 9110 §12.5.1). Never fails: a field may be malformed. */
function wantsProblem(req: { readonly headers: Headers }): boolean {
  let json = 0;
  let text = 0;
  for (const range of accepted(req)) {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const weight = Number(parameters.find((part) => part.startsWith("q="))?.slice(2) ?? 1);
    if (JSON_RANGE.test(type)) json = Math.max(json, weight);
    else if (type.startsWith("text/")) text = Math.max(text, weight);
  }
  return json > 0 && json >= text;
}

function accepted(req: { readonly headers: Headers }): string[] {
  try {
    return req.headers.get("accept")?.split(",") ?? [];
  } catch {
    return [];
  }
}

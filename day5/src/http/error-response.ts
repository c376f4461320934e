/**
 * The last stop of every error: an HttpError becomes the answer it describes, anything else a plain 500.
 * The client reads a reason phrase or a message that was marked safe; the log gets the rest. It never fails,
 * whatever was thrown: what cannot even be read, such as an HttpError with a getter that throws, is a 500 too.
 */

import { isInstance } from "../guard/is-instance.ts";
import type { Logger } from "../log/logger.ts";
import { safeLogger } from "../log/safe-logger.ts";
import { HttpError } from "./http-error.ts";
import { Response } from "./response.ts";

/** `c` is where the error happened; only its log and what names the request are used. */
export function errorResponse(
  error: unknown,
  c: { readonly log: Logger; readonly method: string; readonly path: string },
): Response {
  let response: Response | null = null;
  let isExposed = false;
  if (isInstance(error, HttpError)) {
    try {
      response = toResponse(error);
      isExposed = error.expose;
    } catch {
      // A subclass with ideas of its own. It is logged like any other failure.
      response = null;
    }
  }
  if (!isExposed) safeLogger(c.log).error({ err: error, method: c.method, path: c.path }, "handler failed");
  return response ?? toResponse(new HttpError(500));
}

/** One line of text: a person at a terminal reads it, and a program needs the status only. */
function toResponse({ publicMessage, status, headers }: HttpError): Response {
  const response = new Response(`${publicMessage}\n`, { status, headers });
  response.headers.set("content-type", "text/plain; charset=utf-8");
  return response;
}

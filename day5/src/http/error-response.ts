/**
 * The last stop of every error: an HttpError becomes the answer it describes, anything else a plain 500.
 * The client reads a reason phrase or a message that was marked safe; the log gets the rest.
 */

import type { Logger } from "../log/logger.ts";
import { HttpError } from "./http-error.ts";
import { Response } from "./response.ts";

/** `c` is where the error happened; only its log and what names the request are used. */
export function errorResponse(
  error: unknown,
  c: { readonly log: Logger; readonly method: string; readonly path: string },
): Response {
  const known = error instanceof HttpError ? error : new HttpError(500, undefined, { cause: error });
  if (!known.expose) c.log.error({ err: error, method: c.method, path: c.path }, "handler failed");
  const response = new Response(`${known.publicMessage}\n`, { status: known.status, headers: known.headers });
  response.headers.set("content-type", "text/plain; charset=utf-8");
  return response;
}

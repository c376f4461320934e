/**
 * How errors look to clients, where an app wants another form than text or a problem of RFC 9457. A program sets it as
 * any value that requests carry: `c.state.set(errorFormat, (error, c) => c.html(page(error), error.status))`. Asked by
 * the header rule for each error that nothing else has answered, that of a deadline too.
 */

import { knownError } from "../http/error-response.ts";
import type { HttpError } from "../http/http-error.ts";
import { Response } from "../http/response.ts";
import type { AppContext } from "./app-context.ts";
import { key } from "./state.ts";

/**
 * From an error to its answer. What is no HttpError comes as a plain 500, and has been logged. `publicMessage` is what
 * a client may read; the status is that of the answer it returns, so it says `error.status`.
 */
export type ErrorFormat = (error: HttpError, c: AppContext) => Response;

export const errorFormat = key<ErrorFormat>("error format");

/** The app's own answer; null: it has none, or that has failed too, which is logged. */
export function formatError(
  error: unknown,
  c: Pick<AppContext, "log" | "method" | "path" | "state">,
): Response | null {
  if (!c.state.has(errorFormat)) return null;
  const known = knownError(error, c);
  try {
    // The context itself: the header rule sees only the part of it that it needs.
    const response: unknown = c.state.get(errorFormat)(known, c as AppContext);
    if (!(response instanceof Response))
      throw new TypeError("errorFormat must return a Response, such as c.json(…)");
    for (const field of known.headers.fields) if (!response.headers.holds(field)) response.headers.add(field);
    return response;
  } catch (failure) {
    c.log.error({ err: failure }, "errorFormat failed");
    return null;
  }
}

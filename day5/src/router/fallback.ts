/**
 * Answers what no route matched: 404 where the path is unknown, and where it has other methods, 405 with
 * Allow (RFC 9110 §15.5.6), or for OPTIONS the list itself (§9.3.7). One serves a whole app.
 */

import type { AppContext } from "../endpoint/app-context.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { HttpError } from "../http/http-error.ts";
import { Response } from "../http/response.ts";

export interface Miss {
  /** The methods that the path has; none for an unknown path. */
  readonly allow: readonly string[];
  /** Where the request may try its luck again. */
  readonly location: string | null;
}

export class Fallback implements Endpoint {
  readonly #explain: (c: AppContext) => Miss;

  /** `explain` looks the request up once more, and throws where that is not possible. */
  constructor(explain: (c: AppContext) => Miss) {
    this.#explain = explain;
  }

  call(c: AppContext): Response {
    const { allow, location } = this.#explain(c);
    if (location !== null) {
      const query = c.req.target.slice(c.originalPath.length);
      return new Response(null, { status: 308, headers: { location: location + query } });
    }
    if (allow.length === 0) throw new HttpError(404, "there is nothing at this path");
    const headers = { allow: allow.join(", ") };
    if (c.method === "OPTIONS") return new Response(null, { status: 204, headers });
    throw new HttpError(405, `${c.method} is not allowed here; allowed: ${headers.allow}`, { headers });
  }
}

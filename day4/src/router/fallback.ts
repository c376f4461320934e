/**
 * Answers what no route matched: 404 where the path is unknown, and where it has other methods, 405 with
 * Allow (RFC 9110 §15.5.6), or for OPTIONS the list itself (§9.3.7).
 */

import type { AppContext } from "../http/app-context.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { HttpError } from "../http/http-error.ts";
import { Response } from "../http/response.ts";

export class Fallback implements Endpoint {
  readonly #allow: readonly string[];
  readonly #error: unknown;

  /**
   * `allow` lists the methods that the path has; it is empty for an unknown path. `error` is why the path
   * could not even be looked up.
   */
  constructor(allow: readonly string[], error: unknown = null) {
    this.#allow = allow;
    this.#error = error;
  }

  call(c: AppContext): Response {
    if (this.#error !== null) throw this.#error;
    if (this.#allow.length === 0) throw new HttpError(404, "there is nothing at this path");
    const headers = { allow: this.#allow.join(", ") };
    if (c.method === "OPTIONS") return new Response(null, { status: 204, headers });
    throw new HttpError(405, `${c.method} is not allowed here; allowed: ${headers.allow}`, { headers });
  }
}

/**
 * An endpoint behind a prefix that it does not know: while it works, the context's path has the prefix
 * taken off. Made by `nest`. So a whole app can be mounted inside another.
 */

import type { AppContext } from "../http/app-context.ts";
import type { Endpoint } from "../http/endpoint.ts";
import type { Response } from "../http/response.ts";

export class NestedEndpoint implements Endpoint {
  readonly inner: Endpoint;
  /** How many segments the prefix has. */
  readonly #segments: number;

  constructor(prefix: string, inner: Endpoint) {
    this.inner = inner;
    this.#segments = prefix.split("/").length - 1;
  }

  async call(c: AppContext): Promise<Response> {
    const { path, params } = c;
    // The prefix may hold params, so what is cut off is counted in segments and not in characters.
    const rest = path.split("/").slice(this.#segments + 1);
    c.path = `/${rest.join("/")}`;
    try {
      return await this.inner.call(c);
    } finally {
      c.path = path;
      c.params = params;
    }
  }
}

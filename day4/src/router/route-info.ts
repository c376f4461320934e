/**
 * What an endpoint tells of the routes behind it. A Router tells, and whatever is around one may hand it on. For
 * lists, drawings and the log of the start; no request asks for it.
 */

import type { Endpoint } from "../endpoint/endpoint.ts";

export interface RouteInfo {
  readonly method: string;
  /** As it was declared; of an app behind a prefix, with the prefix. */
  readonly path: string;
  /** The names that its handler finds in `c.params`. */
  readonly names: readonly string[];
  /** Such as `GET /ghost/:id`. */
  toString(): string;
}

/** What `routes()` of `endpoint` gives. null: it has none to tell of, so it is one answer and no app. */
export function routesOf(endpoint: Endpoint): readonly RouteInfo[] | null {
  return "routes" in endpoint && typeof endpoint.routes === "function" ? endpoint.routes() : null;
}

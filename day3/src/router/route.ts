/**
 * One registered route. Made by Router, kept by the trie, listed by `routes()`.
 */

import type { Endpoint } from "../endpoint/endpoint.ts";
import { canonicalPath } from "./canonical-path.ts";
import { Params } from "./params.ts";
import type { RouteInfo } from "./route-info.ts";
import { checkMethod } from "./route-method.ts";
import { parseRoutePath, type Segment } from "./route-path.ts";

/** The method of a route that answers every method for which its path has no route of its own. */
export const ANY = "*";

/** A route and what its names stand for in one path, decoded. */
export interface RouteMatch {
  readonly route: Route;
  /** The path in its canonical form. */
  readonly path: string;
  readonly params: Readonly<Params>;
}

/** The params of every route that has none. */
const NO_PARAMS: Readonly<Params> = Object.freeze(new Params());

export class Route implements RouteInfo {
  readonly method: string;
  readonly path: string;
  readonly endpoint: Endpoint;
  readonly segments: readonly Segment[];
  /** The names of params and wildcard, in the order of the path. */
  readonly names: readonly string[];
  readonly hasWildcard: boolean;
  /** What each look-up of a route without names gives: always the same, so it is made once. */
  readonly plainMatch: RouteMatch;

  /** Errors: RouteError for a malformed path, or a method that no request has. */
  constructor(method: string, path: string, endpoint: Endpoint) {
    this.method = method;
    this.path = path;
    this.endpoint = endpoint;
    checkMethod(method, path);
    this.segments = parseRoutePath(path);
    this.names = this.segments.flatMap((segment) => (segment.kind === "static" ? [] : [segment.name]));
    this.hasWildcard = this.segments.at(-1)?.kind === "wildcard";
    this.plainMatch = { route: this, path: canonicalPath(path), params: NO_PARAMS };
  }

  toString(): string {
    return `${this.method === ANY ? "ANY" : this.method} ${this.path}`;
  }
}

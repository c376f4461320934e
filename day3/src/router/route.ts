/**
 * One registered route. Made by Router, kept by the trie, listed by `routes()`.
 */

import type { Endpoint } from "../http/endpoint.ts";
import { Params } from "./params.ts";
import { parseRoutePath, type Segment } from "./route-path.ts";

/** The method of a route that answers every method for which its path has no route of its own. */
export const ANY = "*";

/** A route and what its names stand for in one path, decoded. */
export interface RouteMatch {
  readonly route: Route;
  readonly params: Readonly<Params>;
}

/** The params of every route that has none. */
const NO_PARAMS: Readonly<Params> = Object.freeze(new Params());

export class Route {
  readonly method: string;
  readonly path: string;
  readonly endpoint: Endpoint;
  readonly segments: readonly Segment[];
  /** The names of params and wildcard, in the order of the path. */
  readonly names: readonly string[];
  readonly #plainMatch: RouteMatch = { route: this, params: NO_PARAMS };

  /** Errors: RouteError for a malformed path. */
  constructor(method: string, path: string, endpoint: Endpoint) {
    this.method = method;
    this.path = path;
    this.endpoint = endpoint;
    this.segments = parseRoutePath(path);
    this.names = this.segments.flatMap((segment) => (segment.kind === "static" ? [] : [segment.name]));
  }

  /** What each look-up of a route without names gives: always the same, so it is made once. */
  get plainMatch(): RouteMatch {
    return this.#plainMatch;
  }

  /** The path of a route without names, as clients send it. */
  get encodedPath(): string {
    return this.segments
      .map((segment) => `/${segment.kind === "static" ? segment.text : segment.name}`)
      .join("");
  }

  toString(): string {
    return `${this.method === ANY ? "ANY" : this.method} ${this.path}`;
  }
}

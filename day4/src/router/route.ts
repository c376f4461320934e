/**
 * One registered route: which requests it is for, what answers them, and how a link to it is written. Made by Router
 * for each declaration, checked while it is made, and kept by the trie as long as the router lives.
 */

import type { Endpoint } from "../endpoint/endpoint.ts";
import { TOKEN } from "../http/grammar.ts";
import { canonicalPath, encodeSegment, hasDotSegment } from "./canonical-path.ts";
import { Params } from "./params.ts";
import type { RouteInfo } from "./route-list.ts";
import { namesOf, parseRoutePath, RouteError, type Segment } from "./route-path.ts";

/** The method of a route that answers every method for which its path has no route of its own. */
export const ANY = "*";

/** The methods of RFC 9110 §9.3 that a server of resources has, and PATCH. */
export const COMMON = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

const KNOWN = [...COMMON, "CONNECT", "TRACE"];

const METHOD = new RegExp(`^${TOKEN}$`);

/** A route and what its names stand for in one path, decoded. */
export interface RouteMatch {
  readonly route: Route;
  /** The path in its canonical form. */
  readonly path: string;
  readonly params: Readonly<Params>;
}

/** The params of every route that has none: one object for all, so it is frozen. */
const NO_PARAMS: Readonly<Params> = Object.freeze(new Params());

export class Route implements RouteInfo {
  readonly method: string;
  /** As it was declared, with the prefixes of its groups. */
  readonly path: string;
  readonly endpoint: Endpoint;
  readonly segments: readonly Segment[];
  /** The names of params and wildcard, in the order of the path. */
  readonly names: readonly string[];
  /** How many values a walk notes on its way here: one for each name, and one for a wildcard that has none. */
  readonly captures: number;
  /** Then the last of the captures is its value. */
  readonly hasWildcard: boolean;
  /** What each look-up of a route without names gives: always the same, so it is made once. */
  readonly plainMatch: RouteMatch;

  /** Errors: RouteError for a malformed path, or a method that no request has. */
  constructor(method: string, path: string, endpoint: Endpoint) {
    checkMethod(method, path);
    this.method = method;
    this.path = path;
    this.endpoint = endpoint;
    this.segments = parseRoutePath(path);
    this.names = namesOf(this.segments);
    this.captures = this.segments.filter(({ kind }) => kind !== "static").length;
    this.hasWildcard = this.segments.at(-1)?.kind === "wildcard";
    this.plainMatch = { route: this, path: canonicalPath(path), params: NO_PARAMS };
  }

  /**
   * The way of a link: from params back to a path, encoded. The router takes it apart into the same params again.
   * Errors: RouteError when a param is missing, or cannot stand in a path.
   */
  url(params: Readonly<Record<string, string | undefined>>): string {
    return this.segments
      .map((segment) => {
        if (segment.kind === "static") return `/${segment.text}`;
        const { kind, name } = segment;
        const value = params[name];
        if (typeof value !== "string") throw new RouteError(`url of "${this.path}": no "${name || "*"}"`);
        const fail = (): never => {
          throw new RouteError(`url of "${this.path}": "${name}" cannot be ${JSON.stringify(value)}`);
        };
        // Half a surrogate pair has no UTF-8; an empty param would be another path.
        if (/\p{Surrogate}/u.test(value) || (kind === "param" && value === "")) fail();
        // A slash separates in a wildcard's value, and is part of a param's.
        const parts = kind === "param" ? [value] : value.split("/");
        const text = parts.map(encodeSegment).join("/");
        // Clients take dot segments out of a path before they ask for it.
        return hasDotSegment(text) ? fail() : `/${text}`;
      })
      .join("");
  }

  toString(): string {
    return `${this.method === ANY ? "ANY" : this.method} ${this.path}`;
  }
}

/**
 * `get` and a line feed behind `GET` would be routes that no request can reach. `path` is for the message.
 * Errors: RouteError for no token, and for a known method in other letters.
 */
export function checkMethod(method: string, path: string): void {
  if (typeof method !== "string" || !METHOD.test(method)) {
    const shown = JSON.stringify(method);
    throw new RouteError(`route "${path}": ${shown} is no method; a method is a token, such as GET or PURGE`);
  }
  const upper = method.toUpperCase();
  // RFC 9110 §9.1: methods are case-sensitive, so "get" is another method than GET, and no client sends it.
  if (method !== upper && KNOWN.includes(upper))
    throw new RouteError(`route "${method} ${path}": methods are case-sensitive, write ${upper}`);
}

/**
 * From a route and its params back to a path: the way of a link. What it builds, the router takes apart into
 * the same params again.
 */

import { encodeSegment, hasDotSegment } from "./canonical-path.ts";
import type { Route } from "./route.ts";
import { RouteError } from "./route-error.ts";

/** Errors: RouteError when a param is missing, or cannot stand in a path. */
export function buildPath(route: Route, params: Readonly<Record<string, string | undefined>>): string {
  return route.segments
    .map((segment) => {
      if (segment.kind === "static") return `/${segment.text}`;
      const value = params[segment.name];
      if (typeof value !== "string") throw new RouteError(`url of "${route.path}": no "${segment.name}"`);
      const fail = (): never => {
        throw new RouteError(`url of "${route.path}": "${segment.name}" cannot be ${JSON.stringify(value)}`);
      };
      // Half a surrogate pair has no UTF-8; an empty param would be another path.
      if (/\p{Surrogate}/u.test(value) || (segment.kind === "param" && value === "")) fail();
      const parts = segment.kind === "param" ? [value] : value.split("/");
      const text = parts.map(encodeSegment).join("/");
      // Clients take dot segments out of a path before they ask for it.
      return hasDotSegment(text) ? fail() : `/${text}`;
    })
    .join("");
}

/**
 * From a route and its params back to a path: the way of a link. What it builds, the router takes apart into
 * the same params again.
 */

import type { Route } from "./route.ts";
import { RouteError } from "./route-error.ts";

/** Errors: RouteError when a param is missing, or cannot stand in a path. */
export function buildPath(route: Route, params: Readonly<Record<string, string | undefined>>): string {
  return route.segments
    .map((segment) => {
      if (segment.kind === "static") return `/${segment.text}`;
      const value = params[segment.name];
      if (typeof value !== "string") throw new RouteError(`url of "${route.path}": no "${segment.name}"`);
      const parts = segment.kind === "param" ? [value] : value.split("/");
      // RFC 3986 §5.2.4: clients take dot segments out of a path, even encoded ones, before they ask for it.
      const isLost = parts.some((part) => part === "." || part === "..");
      if (isLost || (segment.kind === "param" && value === ""))
        throw new RouteError(`url of "${route.path}": "${segment.name}" cannot be "${value}"`);
      return `/${parts.map(encodeURIComponent).join("/")}`;
    })
    .join("");
}

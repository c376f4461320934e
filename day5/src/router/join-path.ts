/**
 * A group's prefix and a path, put together: as text, and as a type that knows the names in both. Joined
 * whole segment by whole segment: `/v1` and `/users` make `/v1/users`, and can never catch `/v10`.
 */

import type { Names, PathParams } from "./params.ts";
import { RouteError } from "./route-path.ts";

/** `/` inside a group is the group's own path: `/admin` and `/` make `/admin`. A computed path stays one. */
export type JoinPath<Prefix extends string, Path extends string> = string extends Path
  ? string
  : Prefix extends ""
    ? Path
    : Path extends "/"
      ? Prefix
      : `${Prefix}${Path}`;

/**
 * The params of the two joined: what PathParams says of JoinPath. The names of a prefix are read once for all routes of
 * its group, where a joined text would have to be taken apart for each: to the compiler that is most of the work.
 */
export type JoinedParams<Prefix extends string, Path extends string> = string extends Path
  ? PathParams<string>
  : { readonly [Name in Names<Prefix> | Names<Path>]: string };

/** Errors: RouteError when `path` does not begin with a slash. */
export function joinPath<Prefix extends string, Path extends string>(
  prefix: Prefix,
  path: Path,
): JoinPath<Prefix, Path> {
  if (!path.startsWith("/")) throw new RouteError(`route "${path}": a path begins with a slash`);
  // With a slash more, `/admin` would be asked for as `/admin/`, which is another path.
  const joined = prefix !== "" && path === "/" ? prefix : prefix + path;
  return joined as JoinPath<Prefix, Path>;
}

/**
 * A prefix has one spelling, so that its reader need not know which others would be repaired.
 * Errors: RouteError for one that is not a whole number of segments.
 */
export function checkPrefix(prefix: string): void {
  if (!/^(?:\/[^/]+)+$/.test(prefix)) {
    throw new RouteError(
      `group "${prefix}": a prefix is one or more segments, such as /admin or /:lang/docs`,
    );
  }
  if (prefix.includes("/*"))
    throw new RouteError(`group "${prefix}": a wildcard takes the rest, so nothing can follow`);
}

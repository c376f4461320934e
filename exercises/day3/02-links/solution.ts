/**
 * Links to routes, without a router: encoded segment by segment, and joined after.
 */

import { type PathParams, RouteError } from "../../../day3/src/index.ts";

export type Query = Readonly<Record<string, string | undefined>>;

/** Errors: RouteError for a param that is missing, or empty. */
export function link<Path extends string>(path: Path, params: PathParams<Path>, query: Query = {}): string {
  const values: Readonly<Record<string, string | undefined>> = params;
  const take = (name: string): string => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new RouteError(`link to "${path}": no "${name}"`);
    return value;
  };
  const segments = path.split("/").map((segment) => {
    const name = segment.slice(1);
    if (segment.startsWith("*")) return take(name).split("/").map(encodeURIComponent).join("/");
    if (!segment.startsWith(":")) return segment;
    if (take(name) === "") throw new RouteError(`link to "${path}": "${name}" is empty`);
    return encodeURIComponent(take(name));
  });
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const search = new URLSearchParams(given).toString();
  return segments.join("/") + (search === "" ? "" : `?${search}`);
}

/**
 * What the names in a route's path stand for: as a type, so that `c.params.lang` compiles and `c.params.nope` does
 * not, and as values, cut out of the path of a request and decoded.
 * HOT: values are made for each request.
 */

import { HttpError } from "../http/http-error.ts";
import { hasDotSegment } from "./canonical-path.ts";
import type { Route } from "./route.ts";

/** The names in a path, as a union of literals: `/p/:lang/*rest` has `"lang" | "rest"`. */
export type Names<Path extends string> = Path extends `${string}/:${infer Tail}`
  ? Tail extends `${infer Name}/${infer Rest}`
    ? Name | Names<`/${Rest}`>
    : Tail
  : Path extends `${string}/*${infer Name}`
    ? Exclude<Name, "">
    : never;

/** A path that is computed, and so unknown to the compiler, may have any names: each may be missing. */
export type PathParams<Path extends string> = string extends Path
  ? Readonly<Record<string, string | undefined>>
  : { readonly [Name in Names<Path>]: string };

/** What `url` wants behind a path: its params, or nothing for a path without names. */
export type UrlParams<Path extends string> = [keyof PathParams<Path>] extends [never]
  ? []
  : [params: PathParams<Path>];

export type Params = Record<string, string>;

/** What all params inherit from: nothing, for ever. */
const EMPTY: object = Object.freeze(Object.create(null));

/**
 * Inherits nothing, so `constructor` is in it only if a route has that name. `Object.create(null)` would be a
 * dictionary, which costs more: objects of one class share their shape, and the prototype of this one is empty.
 */
function ParamsClass(): void {}
ParamsClass.prototype = EMPTY;

export const Params = ParamsClass as unknown as new () => Params;

const DOT = 46;

/**
 * What the walk to `route` has marked in `path`: the value of its i-th name is at 2i and 2i + 1. For a path that has
 * no percent sign. Errors: HttpError 400, as `refuseDots`.
 */
export function plainParams(route: Route, path: string, marks: readonly number[]): Params {
  const { names } = route;
  const params = new Params();
  for (let i = 0; i < names.length; i++) {
    const from = marks[2 * i] as number;
    const to = marks[2 * i + 1] as number;
    const value = path.slice(from, to);
    // Only what is as short as ".." can be a dot segment, and to compare numbers costs next to nothing.
    if (to - from <= 2 && path.charCodeAt(from) === DOT) refuseDots(value);
    params[names[i] as string] = value;
  }
  // The rest of a path has many segments, of which any may be one.
  if (route.hasWildcard && beginsWithDot(path, marks[2 * route.captures - 2] as number)) refuseDots(path);
  return params;
}

/** As `plainParams`. Split first, decode after: a %2F in a value is part of it and no separator. */
export function decodedParams(route: Route, path: string, marks: readonly number[]): Params {
  const params = new Params();
  for (let i = 0; i < route.captures; i++) {
    const value = path.slice(marks[2 * i], marks[2 * i + 1]);
    refuseDots(value);
    // Behind the last name there may be a wildcard that has none: it must be as good as any, but is not kept.
    const text = decode(value);
    const name = route.names[i];
    if (name !== undefined) params[name] = text;
  }
  return params;
}

/** Whether a segment does, from `from` on. HOT: looking for one character is much faster than for two. */
function beginsWithDot(path: string, from: number): boolean {
  let at = from;
  while (path.charCodeAt(at) !== DOT) {
    at = path.indexOf("/", at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/**
 * RFC 3986 §5.2.4: a client takes dot segments out before it asks. One that did not may want a server in front
 * of us to see another path than we do. Errors: HttpError 400 when `path`, canonical, has any.
 */
export function refuseDots(path: string): void {
  if (!hasDotSegment(path)) return;
  throw new HttpError(400, 'the path has a segment "." or "..": ask for the path that it stands for', {
    code: "DOT_SEGMENT",
  });
}

/** One segment, or the rest of a path, as text. Errors: HttpError 400 for a percent sign that encodes nothing. */
export function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch (cause) {
    throw new HttpError(400, "the path has a percent sign that encodes nothing", {
      code: "BAD_ENCODING",
      cause,
    });
  }
}

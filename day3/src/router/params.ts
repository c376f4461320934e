/**
 * What a handler reads values from. HOT: made for each request. It inherits nothing, so `constructor` is in it
 * only if a route has that name. `Object.create(null)` would be a dictionary, which costs more; objects of one
 * class share their shape, and the prototype of this class is empty and frozen.
 */

import { HttpError } from "../http/http-error.ts";
import { hasDotSegment } from "./canonical-path.ts";
import type { Route } from "./route.ts";

export type Params = Record<string, string>;

const EMPTY: object = Object.freeze(Object.create(null));

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
  if (route.hasWildcard && beginsWithDot(path, marks[2 * names.length - 2] as number)) refuseDots(path);
  return params;
}

/** As `plainParams`. Split first, decode after: a %2F in a value is part of it and no separator. */
export function decodedParams(route: Route, path: string, marks: readonly number[]): Params {
  const params = new Params();
  for (const [i, name] of route.names.entries()) {
    const value = path.slice(marks[2 * i], marks[2 * i + 1]);
    refuseDots(value);
    params[name] = decode(value);
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

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch (cause) {
    throw new HttpError(400, "the path has a percent sign that encodes nothing", {
      code: "BAD_ENCODING",
      cause,
    });
  }
}

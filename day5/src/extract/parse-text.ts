/**
 * From the text of a request to a value, or to a 400 that says which text it was, where it stood, and never what it
 * is. Used by the extractors of the head. It never repairs: what is nearly a number is none.
 */

import { HttpError } from "../index.ts";

/** Makes a value of a text. What it throws, and NaN, mean that the text is none. */
export type Parse<Value> = (text: string) => Value;

/** Whole numbers as JavaScript can count: "7", "-7"; not "7.0", " 7", "0x7" or "1e3". */
export function int(text: string): number {
  const value = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : Number.NaN;
}

/** `"true"` and `"false"`, and nothing that only looks like them. */
export function bool(text: string): boolean {
  if (text === "true" || text === "false") return text === "true";
  throw new TypeError("neither true nor false");
}

/** Where a text stands in a request: told in words, and to a program as they are. */
export interface Place {
  readonly in: "path" | "query" | "header" | "cookie";
  readonly name: string;
}

/** Errors: HttpError 400 that names the place. */
export function parseText<Value>(place: Place, text: string, parse: Parse<Value>): Value {
  let value: Value;
  try {
    value = parse(text);
  } catch (cause) {
    throw malformed(place, cause);
  }
  if (typeof value === "number" && Number.isNaN(value)) throw malformed(place);
  return value;
}

/** The cause goes to the log, never to the client: it may hold what was sent. */
function malformed(place: Place, cause?: unknown): HttpError {
  return new HttpError(400, `the ${shown(place)} is not what it should be`, {
    code: "BAD_VALUE",
    expose: true,
    details: { ...place },
    cause,
  });
}

/** For a value without which the handler cannot go on. */
export function missing(place: Place): HttpError {
  const options = { code: "MISSING_VALUE", expose: true, details: { ...place } };
  return new HttpError(400, `the ${shown(place)} is missing`, options);
}

/** As in `query parameter "page"`. */
function shown(place: Place): string {
  const isParameter = place.in === "path" || place.in === "query";
  return `${place.in}${isParameter ? " parameter" : ""} "${place.name}"`;
}

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

/** Errors: HttpError 400. `what`: its kind and name, as in `query parameter "page"`. */
export function parseText<Value>(what: string, text: string, parse: Parse<Value>): Value {
  let value: Value;
  try {
    value = parse(text);
  } catch (cause) {
    throw malformed(what, cause);
  }
  if (typeof value === "number" && Number.isNaN(value)) throw malformed(what);
  return value;
}

/** The cause goes to the log, never to the client: it may hold what was sent. */
function malformed(what: string, cause?: unknown): HttpError {
  return new HttpError(400, `the ${what} is not what it should be`, {
    code: "BAD_VALUE",
    expose: true,
    cause,
  });
}

/** For a value without which the handler cannot go on. */
export function missing(what: string): HttpError {
  return new HttpError(400, `the ${what} is missing`, { code: "MISSING_VALUE", expose: true });
}

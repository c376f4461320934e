/**
 * Extractors of what stands in the head of a request: path, query, fields, and who sent it. They wait for nothing and
 * read no body. Each is made once, when a route is declared, and asked by every request: it keeps nothing of any of
 * them.
 */

import type { AppContext } from "../index.ts";
import type { Address } from "../net.ts";
import type { Extractor } from "./handler.ts";
import { missing, type Parse, parseText } from "./parse-text.ts";

/** For those that want the text as it is. */
const asText: Parse<string> = (text) => text;

/** A `:name` or `*name` of the path. A route without it does not compile. Errors: HttpError 400 when it does not parse. */
export function path<Name extends string>(name: Name): Extractor<string, Readonly<Record<Name, string>>>;
export function path<Name extends string, Value>(
  name: Name,
  parse: Parse<Value>,
): Extractor<Value, Readonly<Record<Name, string>>>;
export function path<Name extends string>(
  name: Name,
  parse: Parse<unknown> = asText,
): Extractor<unknown, Readonly<Record<Name, string>>> {
  return (c) => parseText(`path parameter "${name}"`, c.params[name], parse);
}

/** A value that a request must have, and the ways to do without. Each is an extractor too. */
export interface ValueExtractor<Value> extends Extractor<Value> {
  /** undefined where it is missing. What is there must still parse. */
  optional(): Extractor<Value | undefined>;
  or(instead: Value): Extractor<Value>;
  /** All of them, in their order; none is an empty list. */
  many(): Extractor<readonly Value[]>;
}

/** A parameter of the query, the first of its name. Errors: HttpError 400 when it is missing or does not parse. */
export function query(name: string): ValueExtractor<string>;
export function query<Value>(name: string, parse: Parse<Value>): ValueExtractor<Value>;
export function query(name: string, parse: Parse<unknown> = asText): ValueExtractor<unknown> {
  return takes(`query parameter "${name}"`, (c) => c.query.getAll(name), parse);
}

/** A field, by its name in any case. Errors: as `query`. */
export function header(name: string): ValueExtractor<string>;
export function header<Value>(name: string, parse: Parse<Value>): ValueExtractor<Value>;
export function header(name: string, parse: Parse<unknown> = asText): ValueExtractor<unknown> {
  return takes(`header "${name}"`, (c) => c.req.headers.getAll(name), parse);
}

/** The client's address: see `trustProxy`. */
export const remoteAddress: Extractor<Address> = (c) => c.remoteAddress;

/** The four forms of one value. `texts`: where they stand in a request, in their order. */
function takes<Value>(
  what: string,
  texts: (c: AppContext) => readonly string[],
  parse: Parse<Value>,
): ValueExtractor<Value> {
  const first = (c: AppContext) => {
    const [text] = texts(c);
    // In an object: the value itself may be undefined.
    return text === undefined ? undefined : { value: parseText(what, text, parse) };
  };
  const required: Extractor<Value> = (c) => {
    const found = first(c);
    if (found === undefined) throw missing(what);
    return found.value;
  };
  return Object.assign(required, {
    optional: (): Extractor<Value | undefined> => (c) => first(c)?.value,
    or:
      (instead: Value): Extractor<Value> =>
      (c) =>
        first(c)?.value ?? instead,
    many: (): Extractor<readonly Value[]> => (c) => texts(c).map((text) => parseText(what, text, parse)),
  });
}

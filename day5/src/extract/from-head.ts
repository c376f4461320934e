/**
 * Extractors of what stands in the head of a request: path, query, fields, cookies, and who sent it; and of what others
 * have put beside it. They wait for nothing and
 * read no body. Each is made once, when a route is declared, and asked by every request: it keeps nothing of any of
 * them.
 */

import { cookies } from "../cookie/cookies.ts";
import type { AppContext, StateKey } from "../index.ts";
import type { Address } from "../net.ts";
import type { Extractor } from "./handler.ts";
import { missing, type Parse, type Place, parseText } from "./parse-text.ts";

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
  return (c) => parseText({ in: "path", name }, c.params[name], parse);
}

/** A value that a request must have, and the ways to do without. Each is an extractor too. */
export interface OneExtractor<Value> extends Extractor<Value> {
  /** undefined where it is missing. What is there must still parse. */
  optional(): Extractor<Value | undefined>;
  or(instead: Value): Extractor<Value>;
}

/** A value that may come several times. */
export interface ValueExtractor<Value> extends OneExtractor<Value> {
  /** All of them, in their order; none is an empty list. */
  many(): Extractor<readonly Value[]>;
}

/** A parameter of the query, the first of its name. Errors: HttpError 400 when it is missing or does not parse. */
export function query(name: string): ValueExtractor<string>;
export function query<Value>(name: string, parse: Parse<Value>): ValueExtractor<Value>;
export function query(name: string, parse: Parse<unknown> = asText): ValueExtractor<unknown> {
  return takes({ in: "query", name }, (c) => c.query.getAll(name), parse);
}

/** A field, by its name in any case. Errors: as `query`. */
export function header(name: string): ValueExtractor<string>;
export function header<Value>(name: string, parse: Parse<Value>): ValueExtractor<Value>;
export function header(name: string, parse: Parse<unknown> = asText): ValueExtractor<unknown> {
  return takes({ in: "header", name }, (c) => c.req.headers.getAll(name), parse);
}

/**
 * A cookie as the client has sent it, which is free to send any: where that matters, `cookies(c).signed(signer)` is
 * asked by an extractor of the program's own. Errors: as `query`.
 */
export function cookie(name: string): OneExtractor<string>;
export function cookie<Value>(name: string, parse: Parse<Value>): OneExtractor<Value>;
export function cookie(name: string, parse: Parse<unknown> = asText): OneExtractor<unknown> {
  return takes({ in: "cookie", name }, (c) => listOf(cookies(c).get(name)), parse);
}

/**
 * What is kept under `key`, by a server, a router or a hook. That it is there, the compiler cannot see: a server is
 * not known to its handlers. See `supply` for what it can. Errors: Error that names the key, so a 500: the program has
 * made the mistake, and no client.
 */
export function state<Value>(key: StateKey<Value>): OneExtractor<Value> {
  const find = (c: AppContext): Value | undefined => (c.state.has(key) ? c.state.get(key) : undefined);
  const required: Extractor<Value> = (c) => c.state.get(key);
  return Object.assign(required, {
    optional: (): Extractor<Value | undefined> => find,
    or:
      (instead: Value): Extractor<Value> =>
      (c) =>
        c.state.has(key) ? c.state.get(key) : instead,
  });
}

/** The client's address: see `trustProxy`. */
export const remoteAddress: Extractor<Address> = (c) => c.remoteAddress;

const listOf = (text: string | undefined): readonly string[] => (text === undefined ? [] : [text]);

/** The four forms of one value. `texts`: where they stand in a request, in their order. */
function takes<Value>(
  place: Place,
  texts: (c: AppContext) => readonly string[],
  parse: Parse<Value>,
): ValueExtractor<Value> {
  const first = (c: AppContext) => {
    const [text] = texts(c);
    // In an object: the value itself may be undefined.
    return text === undefined ? undefined : { value: parseText(place, text, parse) };
  };
  const required: Extractor<Value> = (c) => {
    const found = first(c);
    if (found === undefined) throw missing(place);
    return found.value;
  };
  return Object.assign(required, {
    optional: (): Extractor<Value | undefined> => (c) => first(c)?.value,
    or:
      (instead: Value): Extractor<Value> =>
      (c) =>
        first(c)?.value ?? instead,
    many: (): Extractor<readonly Value[]> => (c) => texts(c).map((text) => parseText(place, text, parse)),
  });
}

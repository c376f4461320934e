/**
 * `handler(…extractors, fn)`: a handler that says what it needs, and is called with it. After poem's FromRequest. An
 * extractor is any function of the context; what it throws is the answer. They run in their order, the next one when
 * the one before has its value, so a bad id is told before a body is read.
 */

import type { AppContext, NoParams, Reply } from "../index.ts";

/** Takes a value out of a request. Errors: an HttpError that says what was wrong with it. */
export interface Extractor<Value, Params = NoParams> {
  // A method, so that what needs no names of a path fits beside what does.
  (c: AppContext<Params>): Value | Promise<Value>;
  /** It reads the body, which can be read once. */
  readonly takesBody?: boolean;
}

/** What `handler` makes: for a route that has the names which its extractors want. */
type Made<Params, Answer> = (c: AppContext<Params>) => Promise<Answer>;
/** The program's function: it is called with the values, in the order of their extractors. */
type Fn<Values extends readonly unknown[], Answer> = (...values: Values) => Answer | Promise<Answer>;

/**
 * One line for each number of extractors: from these the compiler tells what a handler is given in plain words, where a
 * list of any length would give it riddles.
 * Errors: TypeError when two of them read the body: the second would find nothing.
 */
export function handler<R extends Reply>(fn: Fn<[], R>): Made<NoParams, R>;
export function handler<A, PA, R extends Reply>(a: Extractor<A, PA>, fn: Fn<[A], R>): Made<PA, R>;
export function handler<A, PA, B, PB, R extends Reply>(
  a: Extractor<A, PA>,
  b: Extractor<B, PB>,
  fn: Fn<[A, B], R>,
): Made<PA & PB, R>;
export function handler<A, PA, B, PB, C, PC, R extends Reply>(
  a: Extractor<A, PA>,
  b: Extractor<B, PB>,
  c: Extractor<C, PC>,
  fn: Fn<[A, B, C], R>,
): Made<PA & PB & PC, R>;
export function handler<A, PA, B, PB, C, PC, D, PD, R extends Reply>(
  a: Extractor<A, PA>,
  b: Extractor<B, PB>,
  c: Extractor<C, PC>,
  d: Extractor<D, PD>,
  fn: Fn<[A, B, C, D], R>,
): Made<PA & PB & PC & PD, R>;
export function handler<A, PA, B, PB, C, PC, D, PD, E, PE, R extends Reply>(
  a: Extractor<A, PA>,
  b: Extractor<B, PB>,
  c: Extractor<C, PC>,
  d: Extractor<D, PD>,
  e: Extractor<E, PE>,
  fn: Fn<[A, B, C, D, E], R>,
): Made<PA & PB & PC & PD & PE, R>;
export function handler<A, PA, B, PB, C, PC, D, PD, E, PE, F, PF, R extends Reply>(
  a: Extractor<A, PA>,
  b: Extractor<B, PB>,
  c: Extractor<C, PC>,
  d: Extractor<D, PD>,
  e: Extractor<E, PE>,
  f: Extractor<F, PF>,
  fn: Fn<[A, B, C, D, E, F], R>,
): Made<PA & PB & PC & PD & PE & PF, R>;
export function handler(...args: readonly unknown[]): Made<NoParams, Reply> {
  for (const each of args)
    if (typeof each !== "function")
      throw new TypeError("handler takes extractors, and a function at the end");
  const fn = args.at(-1) as Fn<unknown[], Reply>;
  const extractors = args.slice(0, -1) as Extractor<unknown>[];
  if (extractors.filter(({ takesBody }) => takesBody === true).length > 1)
    throw new TypeError(
      "two extractors of one handler read the body, which can be read once: keep one of them",
    );
  return async (c) => {
    // One after the other, though some could run side by side: which of two mistakes is told must not be chance.
    const values: unknown[] = [];
    for (const extract of extractors) values.push(await extract(c));
    // What it returns is a reply like that of any handler.
    return fn(...values);
  };
}

/**
 * The names in a route's path, as a type: `/p/:lang/*rest` gives `{ lang: string; rest: string }`. So
 * `c.params.lang` compiles and `c.params.nope` does not. All of the type machinery of routes is here.
 */

type Capture<Segment extends string> = Segment extends `:${infer Name}`
  ? Name
  : Segment extends `*${infer Name}`
    ? Name
    : never;

type Captures<Path extends string> = Path extends `${infer Head}/${infer Tail}`
  ? Capture<Head> | Captures<Tail>
  : Capture<Path>;

/** A path that is computed, and so unknown to the compiler, may have any names: each may be missing. */
export type PathParams<Path extends string> = string extends Path
  ? Readonly<Record<string, string | undefined>>
  : { readonly [Name in Captures<Path>]: string };

/** What `url` wants behind a path: its params, or nothing for a path without names. */
export type UrlParams<Path extends string> = [keyof PathParams<Path>] extends [never]
  ? []
  : [params: PathParams<Path>];

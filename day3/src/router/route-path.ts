/**
 * The path of a route, taken apart: `/p/:lang/*rest` is a static segment, a param and a wildcard. Parsed
 * once, at registration; whatever could not match as its writer meant it is an error there.
 */

import { encodeSegment, hasDotSegment } from "./canonical-path.ts";

/**
 * A route that cannot be registered. It is a mistake in the program, so it is thrown where the route is
 * written, names the routes it is about, and is no HttpError: no client has to do with it.
 */
export class RouteError extends Error {
  readonly code = "BAD_ROUTE";

  constructor(message: string) {
    super(message);
    this.name = "RouteError";
  }
}

export type Segment =
  /** Matches this text, however it is spelled: it is kept in the canonical form, percent-encoded. */
  | { readonly kind: "static"; readonly text: string }
  /** `:name` matches one whole segment that is not empty. */
  | { readonly kind: "param"; readonly name: string }
  /**
   * `*name` matches the rest of the path, which may be empty only behind a slash. The name of `*` alone is "": the
   * rest is matched, and its text is not wanted.
   */
  | { readonly kind: "wildcard"; readonly name: string };

/** What can stand behind `c.params.`, so that the types of paths and their values have the same names. */
const NAME = /^[A-Za-z_]\w*$/;

/** Errors: RouteError that names the path and what is wrong with it. */
export function parseRoutePath(path: string): Segment[] {
  const fail = (reason: string): never => {
    throw new RouteError(`route "${path}": ${reason}`);
  };
  if (!path.startsWith("/")) fail("a path begins with a slash");
  // A request's path has neither (RFC 3986 §3.4, §3.5): the route could never match.
  if (/[?#]/.test(path)) fail("a path has no query and no fragment");
  const segments = path
    .slice(1)
    .split("/")
    .map((text): Segment => {
      if (text.startsWith(":")) return { kind: "param", name: text.slice(1) };
      if (text.startsWith("*")) return { kind: "wildcard", name: text.slice(1) };
      // Some routers match `/a*`. Here it would be plain text, which is hardly what its writer meant.
      if (text.includes("*"))
        fail(`"${text}" has a star inside; a wildcard is a whole segment, such as *rest`);
      const encoded = encode(text) ?? fail(`"${text}" has a percent sign that encodes nothing`);
      if (hasDotSegment(encoded)) fail(`"${text}" stands for another path: clients take dot segments out`);
      return { kind: "static", text: encoded };
    });
  if (segments.some((segment) => segment.kind === "param" && segment.name === ""))
    fail("a param needs a name, such as :id");
  const names = namesOf(segments);
  for (const [index, name] of names.entries()) {
    if (!NAME.test(name)) fail(`"${name}" is not a name; use letters, digits and _`);
    // c.params can hold only one of the two values.
    if (names.indexOf(name) !== index) fail(`the name "${name}" is used twice`);
  }
  const wildcard = segments.findIndex((segment) => segment.kind === "wildcard");
  if (wildcard >= 0 && wildcard !== segments.length - 1)
    fail("a wildcard takes the rest, so it must be last");
  return segments;
}

/** The names of params and wildcard, in the order of the path. */
export function namesOf(segments: readonly Segment[]): string[] {
  return segments.flatMap((segment) =>
    segment.kind === "static" || segment.name === "" ? [] : [segment.name],
  );
}

/** Static text in its canonical form: `/café` and `/caf%c3%a9` are `/caf%C3%A9`. null: not encodable. */
function encode(text: string): string | null {
  try {
    return encodeSegment(decodeURIComponent(text));
  } catch {
    return null;
  }
}

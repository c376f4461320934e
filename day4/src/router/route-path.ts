/**
 * The path of a route, taken apart: `/p/:lang/*rest` is a static segment, a param and a wildcard. Parsed
 * once, at registration; whatever could not match as its writer meant it is an error there.
 */

import { encodeSegment, hasDotSegment } from "./canonical-path.ts";
import { RouteError } from "./route-error.ts";

export type Segment =
  /** Matches this text, however it is spelled: it is kept in the canonical form, percent-encoded. */
  | { readonly kind: "static"; readonly text: string }
  /** `:name` matches one whole segment that is not empty. */
  | { readonly kind: "param"; readonly name: string }
  /** `*name` matches the rest of the path, which may be empty only behind a slash. */
  | { readonly kind: "wildcard"; readonly name: string };

const NAME = /^[A-Za-z_]\w*$/;

/** Errors: RouteError that names the path and what is wrong with it. */
export function parseRoutePath(path: string): Segment[] {
  const fail = (reason: string): never => {
    throw new RouteError(`route "${path}": ${reason}`);
  };
  if (!path.startsWith("/")) fail("a path begins with a slash");
  if (/[?#]/.test(path)) fail("a path has no query and no fragment");
  const segments = path
    .slice(1)
    .split("/")
    .map((text): Segment => {
      if (text.startsWith(":")) return { kind: "param", name: text.slice(1) };
      if (text.startsWith("*")) return { kind: "wildcard", name: text.slice(1) };
      if (text.includes("*"))
        fail(`"${text}" has a star inside; a wildcard is a whole segment, such as *rest`);
      const encoded = encode(text) ?? fail(`"${text}" has a percent sign that encodes nothing`);
      if (hasDotSegment(encoded)) fail(`"${text}" stands for another path: clients take dot segments out`);
      return { kind: "static", text: encoded };
    });
  const names = segments.flatMap((segment) => (segment.kind === "static" ? [] : [segment.name]));
  for (const [index, name] of names.entries()) {
    if (name === "") fail("a param or wildcard needs a name, such as :id or *rest");
    if (!NAME.test(name)) fail(`"${name}" is not a name; use letters, digits and _`);
    if (names.indexOf(name) !== index) fail(`the name "${name}" is used twice`);
  }
  const wildcard = segments.findIndex((segment) => segment.kind === "wildcard");
  if (wildcard >= 0 && wildcard !== segments.length - 1)
    fail("a wildcard takes the rest, so it must be last");
  return segments;
}

/** Static text in its canonical form: `/café` and `/caf%c3%a9` are `/caf%C3%A9`. null: not encodable. */
function encode(text: string): string | null {
  try {
    return encodeSegment(decodeURIComponent(text));
  } catch {
    return null;
  }
}

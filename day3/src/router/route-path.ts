/**
 * The path of a route, taken apart: `/p/:lang/*rest` is a static segment, a param and a wildcard. Parsed
 * once, at registration; whatever could not match as its writer meant it is an error there.
 */

import { RouteError } from "./route-error.ts";

export type Segment =
  /** Matches exactly this text, as it stands in a request target: percent-encoded. */
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
      return {
        kind: "static",
        text: encode(text) ?? fail(`"${text}" has a percent sign that encodes nothing`),
      };
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

/** Static text as clients send it: `/café` is asked for as `/caf%C3%A9`. null: not encodable. */
function encode(text: string): string | null {
  if (/^[\w.~-]*$/.test(text)) return text;
  try {
    // What is encoded already stays as it is.
    decodeURIComponent(text);
    return text
      .split(/(%[\dA-Fa-f]{2})/)
      .map((part, i) => (i % 2 === 1 ? part : encodeURI(part)))
      .join("");
  } catch {
    return null;
  }
}

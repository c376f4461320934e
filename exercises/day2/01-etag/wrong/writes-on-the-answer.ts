/**
 * Misunderstanding: the response is mine once I have it. It may be the answer to the next request, too.
 * Killed by: "a Response that a handler keeps is not written on; a tag of its own is taken"
 */

import { createHash } from "node:crypto";
import { type AppContext, type Endpoint, Response } from "../../../../day2/src/index.ts";

export function withETag(inner: Endpoint): Endpoint {
  return {
    prepare: () => inner.prepare?.(),
    async call(c: AppContext): Promise<Response> {
      const response = await inner.call(c);
      if (response.status !== 200 || (c.method !== "GET" && c.method !== "HEAD")) return response;
      const tag = response.headers.get("etag") ?? tagOf(response);
      if (tag === null) return response;
      response.headers.set("etag", tag);
      if (!isNamed(tag, c.req.headers.get("if-none-match") ?? "")) return response;
      return new Response(null, { status: 304, headers: response.headers });
    },
  };
}

/** Null: its bytes are not known before they are sent. */
function tagOf({ body }: Response): string | null {
  if (typeof body !== "string" && !(body instanceof Uint8Array)) return null;
  return `"${createHash("sha256").update(body).digest("base64url")}"`;
}

function isNamed(tag: string, list: string): boolean {
  const plain = (each: string) => each.replace(/^W\//, "");
  const named = list.match(/(?:W\/)?"[^"]*"|\*/g) ?? [];
  return named.some((each) => each === "*" || plain(each) === plain(tag));
}

/**
 * Misunderstanding: the client sends back what it got. It may send several tags, and a cache on the way may weaken one.
 * Killed by: "a list, a weak tag and a star match, too; another tag does not"
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
      c.header("etag", tag);
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
  return list === tag;
}

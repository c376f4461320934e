/**
 * An ETag for answers whose bytes are there, and a 304 for a client that has them already (RFC 9110 §8.8.3, §13.1.2):
 * `router.hooks(etag())`. The handler works all the same: what is spared is the way to the client. Streams are left
 * alone, and so are answers that are no plain 200. With `compress`, this one stands further in.
 */

import { createHash } from "node:crypto";
import type { AppContext, HookSet, Response } from "../index.ts";
import { listsTag } from "../kit/index.ts";

/**
 * A hook without options: a tag that a handler has set is kept, and looked at in the same way. Only for GET and HEAD,
 * where a client can do without the bytes.
 */
export function etag(): HookSet {
  return {
    onResponse(c, response) {
      if (response.status !== 200 || (c.method !== "GET" && c.method !== "HEAD")) return;
      const tag = response.headers.get("etag") ?? tagOf(response);
      if (tag === null) return;
      response.headers.set("etag", tag);
      if (knows(c, tag)) becomeNotModified(response);
    },
  };
}

/** Strong: the same tag means the same bytes. Null where they are not there yet. */
function tagOf({ body }: Response): string | null {
  if (typeof body !== "string" && !(body instanceof Uint8Array)) return null;
  // Nothing hangs on its strength: who can make two answers with one hash, deceives itself.
  return `"${createHash("sha1").update(body).digest("base64url")}"`;
}

/** §13.1.3: where there is an If-None-Match, no date is looked at; and where there is none, we know of none. */
function knows(c: AppContext, tag: string): boolean {
  const list = c.req.headers.get("if-none-match");
  return list !== null && listsTag(list, tag, true);
}

/** §15.4.5: the fields that a cache renews stay, such as Cache-Control and Vary; those of the content go. */
function becomeNotModified(response: Response): void {
  response.status = 304;
  response.body = null;
  for (const name of ["content-type", "content-length", "content-language"]) response.headers.delete(name);
}

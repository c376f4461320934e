/**
 * Compresses answers for clients that can decode them (RFC 9110 §8.4, §12.5.3): `router.hooks(compress())`. Never what is
 * encoded already, tiny, a part of a file, of a kind that does not get smaller, or marked `no-transform`, and so never
 * events. Streams leave piece by piece. Where an answer shows a secret beside what an attacker may choose, its size tells
 * of the secret (BREACH): leave such routes out.
 */

import type { AppContext, Headers, HookSet, Response } from "../index.ts";
import { acceptedCoding, listsTag } from "../kit/index.ts";
import { type Coding, codings, encode, encodeStream } from "./content-coding.ts";

export interface CompressOptions {
  /** What may be used, the best first. Default: all that this Node has of zstd, br, gzip and deflate. */
  readonly codings?: readonly Coding[];
  /** Bytes below which an answer stays as it is. Default 1024: less than a packet is not worth the work. */
  readonly minBytes?: number;
  /** Which media types, without parameters. Default: text, and what is text by another name, such as JSON and SVG. */
  readonly types?: (type: string) => boolean;
}

/** Pictures, sounds and archives are compressed by themselves. The pattern is asked with the type in lower case. */
const TEXT_LIKE =
  /^(?:text\/.+|application\/(?:json|javascript|xml|wasm|x-ndjson|manifest\+json|.+\+(?:json|xml))|image\/(?:svg\+xml|bmp|x-icon)|font\/(?:ttf|otf))$/;

/**
 * Its length, its digest or its range is that of the answer as it is; what stands behind it may be its digest. An answer
 * with one of these goes out untouched.
 */
const FIXED = ["content-encoding", "content-range", "content-digest", "digest", "repr-digest", "trailer"];

/** Errors: TypeError for a coding that this Node does not have; RangeError for a bound that is none. */
export function compress(options: CompressOptions = {}): HookSet {
  const { codings: offered = codings, minBytes = 1024, types = (type) => TEXT_LIKE.test(type) } = options;
  for (const coding of offered)
    if (!codings.includes(coding))
      throw new TypeError(`compress: this Node has ${codings.join(", ")}, no ${coding}`);
  if (!Number.isSafeInteger(minBytes) || minBytes < 0)
    throw new RangeError(`compress: minBytes must be a whole number from 0 on, not ${String(minBytes)}`);
  return {
    onResponse(c, response) {
      if (response.status === 304) return renew(c, response.headers);
      if (!isCandidate(response, minBytes, types)) return undefined;
      // §12.5.5: also where it stays as it is, since another client would get it otherwise.
      c.header("vary", "accept-encoding");
      const coding = acceptedCoding(c.req.headers.get("accept-encoding"), offered);
      return coding === null ? undefined : encoded(response, coding);
    },
  };
}

/**
 * A 304 must fit the answer that the client keeps (§15.4.5): that one depends on the coding, and if it was compressed, its
 * tag is a weak one, as which the client has sent it back.
 */
function renew(c: AppContext, headers: Headers): undefined {
  c.header("vary", "accept-encoding");
  const tag = headers.get("etag");
  const kept = c.req.headers.get("if-none-match");
  if (tag?.startsWith('"') && kept !== null && !listsTag(kept, tag, false)) headers.set("etag", `W/${tag}`);
}

/**
 * Whether some client may get it compressed. Of a stream only what it declares is known: one without a length is
 * taken to be large.
 */
function isCandidate(
  { status, body, headers }: Response,
  minBytes: number,
  types: (type: string) => boolean,
): boolean {
  if (body === null || status === 206 || FIXED.some((name) => headers.has(name))) return false;
  const known =
    typeof body === "string" || body instanceof Uint8Array ? body.length : headers.get("content-length");
  if (known !== null && Number(known) < minBytes) return false;
  // RFC 9111 §5.2.2.6: who made it wants it to arrive as it is.
  if (/(?:^|,)[\t ]*no-transform[\t ]*(?:,|$)/i.test(headers.get("cache-control") ?? "")) return false;
  const [type = ""] = (headers.get("content-type") ?? "").split(";");
  // An event that waits in a buffer is late.
  return type.trim().toLowerCase() !== "text/event-stream" && types(type.trim().toLowerCase());
}

/**
 * The hook is shown a response of its own, so it may change it. A promise only where the bytes are there and are
 * encoded whole: its time is that of one of Node's threads.
 */
function encoded(response: Response, coding: Coding): Promise<void> | undefined {
  const { body, headers } = response;
  headers.set("content-encoding", coding);
  headers.delete("content-length");
  // What is cut out of the bytes as they are sent now, would be another part at the next time.
  headers.delete("accept-ranges");
  // §8.8.1: the same content in other bytes.
  const etag = headers.get("etag");
  if (etag?.startsWith('"')) headers.set("etag", `W/${etag}`);
  if (typeof body !== "string" && !(body instanceof Uint8Array)) {
    if (body !== null) response.body = encodeStream(body, coding);
    return undefined;
  }
  return encode(body, coding).then((bytes) => {
    response.body = bytes;
  });
}

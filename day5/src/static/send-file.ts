/**
 * One file as an answer: `sendFile(c, path)`. With all that a browser, a cache and a video player ask for: versions,
 * conditions, ranges (RFC 9110 §13, §14). The path is the program's own word; paths of clients belong to
 * `staticFiles`. It never answers with half of a file that has changed meanwhile: what was opened is what is sent, or
 * the answer breaks off.
 */

import { randomBytes } from "node:crypto";
import { type AppContext, Headers, HttpError, Response } from "../index.ts";
import { type ByteRange, parseRanges } from "./byte-ranges.ts";
import { contentTypeOf } from "./content-type.ts";
import { bodyOfParts } from "./file-body.ts";
import { type OpenFile, openFile } from "./open-file.ts";
import { allowsRange, checkPreconditions } from "./preconditions.ts";

/** What is asked of a context: so little that a test can make one. */
type Context = Pick<AppContext, "req" | "method">;

/** All of it stands on the answer as it is given: what a browser makes of it is the program's to know. */
export interface SendFileOptions {
  /** The media type. Default: by the end of the name. */
  readonly type?: string;
  /** The Cache-Control field. Default "no-cache": kept, but asked for each time, which a 304 answers. */
  readonly cacheControl?: string;
  /** Further fields, such as Content-Disposition. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * For GET and HEAD. `path` is a path of the system, as `open` takes it; it must never be made of what a client has
 * sent. Errors: HttpError 404 where there is no such file, 416, 503.
 */
export async function sendFile(c: Context, path: string, options: SendFileOptions = {}): Promise<Response> {
  const file = await openFile(path);
  if (file === null) throw new HttpError(404);
  return answerWith(c, file, { type: contentTypeOf(path), ...options });
}

/**
 * Sends a file that is open, and closes it. Called by `sendFile`, and by `staticFiles` for what it has found or kept.
 * The file is closed in any case: here, or by the body of the answer. Errors: as `sendFile`.
 */
export async function answerWith(
  c: Context,
  file: OpenFile,
  options: SendFileOptions & { readonly type: string },
): Promise<Response> {
  let isHandedOn = false;
  try {
    const { headers: more = {}, cacheControl = "no-cache", type } = options;
    const common = { "cache-control": cacheControl, etag: file.etag, "last-modified": dateOf(file), ...more };
    const verdict = checkPreconditions(c.req.headers, file);
    // §13.1.1: the client wants to act on a version that is gone. Nothing is said of this one.
    if (verdict === "failed") return new Response(null, { status: 412 });
    // §15.4.5: with the fields that a cache has to renew, and without those of a content.
    if (verdict === "not-modified") return new Response(null, { status: 304, headers: common });
    const headers = new Headers({ "content-type": type, "accept-ranges": "bytes", ...common });
    const ranges = rangesOf(c, file);
    // §15.5.17: the client is told the size, so that it can ask again.
    if (ranges?.length === 0)
      throw new HttpError(416, "none of these bytes are there", {
        headers: { "content-range": `bytes */${file.size}` },
      });
    // §9.3.2: the same fields as with GET. The server sends a length that stands on an answer without a body.
    if (c.method === "HEAD" || file.size === 0) {
      headers.set("content-length", String(file.size));
      return new Response(null, { headers });
    }
    // From here on the body closes the file, whatever becomes of it.
    isHandedOn = true;
    if (ranges === null) return await sendRange(file, { first: 0, last: file.size - 1 }, 200, headers);
    const [only] = ranges;
    if (ranges.length > 1 || only === undefined) return sendRanges(file, ranges, type, headers);
    headers.set("content-range", contentRange(only, file.size));
    return await sendRange(file, only, 206, headers);
  } finally {
    if (!isHandedOn) await file.content.close();
  }
}

/** §14.2: ranges are for GET alone. Null: the whole file. Of a file without a byte no part can be asked for. */
function rangesOf(c: Context, file: OpenFile): readonly ByteRange[] | null {
  const field = c.method === "GET" ? c.req.headers.get("range") : null;
  if (field === null || file.size === 0 || !allowsRange(c.req.headers, file)) return null;
  return parseRanges(field, file.size);
}

/** One part, or the whole as one part. The length is known: a file that shrinks breaks the answer off. */
async function sendRange(
  file: OpenFile,
  range: ByteRange,
  status: number,
  headers: Headers,
): Promise<Response> {
  headers.set("content-length", String(range.last - range.first + 1));
  return new Response(await file.content.body(range), { status, headers });
}

/**
 * §14.6: a body in parts, each of which says which bytes it has. The length is known beforehand, so the answer needs
 * no chunks and a client can show how far it is.
 */
function sendRanges(file: OpenFile, ranges: readonly ByteRange[], type: string, headers: Headers): Response {
  // Random, and long enough: the files of other people must not be able to contain it (RFC 2046 §5.1.1).
  const boundary = randomBytes(16).toString("hex");
  const parts = ranges.map((range) => ({
    head: `\r\n--${boundary}\r\ncontent-type: ${type}\r\ncontent-range: ${contentRange(range, file.size)}\r\n\r\n`,
    range,
  }));
  const end = `\r\n--${boundary}--\r\n`;
  const length = parts.reduce(
    (sum, { head, range }) => sum + head.length + range.last - range.first + 1,
    end.length,
  );
  headers.set("content-type", `multipart/byteranges; boundary=${boundary}`);
  headers.set("content-length", String(length));
  return new Response(closing(bodyOfParts(file.content, parts, end), file), { status: 206, headers });
}

/**
 * A generator that has not begun would not run its `finally`: so the file is closed here, whenever it is ended.
 * `close` may come twice, from the end and from the server: it may be called again.
 */
function closing(
  pieces: AsyncGenerator<Uint8Array | string>,
  file: OpenFile,
): AsyncIterable<Uint8Array | string> {
  const close = async <Value>(value: Value): Promise<Value> => {
    await file.content.close();
    return value;
  };
  const iterator: AsyncIterator<Uint8Array | string> = {
    async next() {
      try {
        const result = await pieces.next();
        return result.done ? await close(result) : result;
      } catch (error) {
        await file.content.close();
        throw error;
      }
    },
    return: async () => close({ done: true, value: undefined }),
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

/** §14.4. Both ends count. For a 206 and for each part of several; a 416 has only the size. */
function contentRange(range: ByteRange, size: number): string {
  return `bytes ${range.first}-${range.last}/${size}`;
}

/** The Last-Modified field: whole seconds (§8.8.2). */
function dateOf(file: OpenFile): string {
  return new Date(file.modifiedMs).toUTCString();
}

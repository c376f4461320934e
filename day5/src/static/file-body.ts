/**
 * The bytes of a file as the body of an answer: out of the open file, or out of memory. Whatever becomes of the answer,
 * an open file is closed: a small one is read and closed before its answer begins, a large one by its stream. Used by
 * `sendFile` alone, which knows that a range lies inside of the file.
 */

import type { FileHandle } from "node:fs/promises";
import type { ResponseBody } from "../index.ts";
import type { ByteRange } from "./byte-ranges.ts";

/** Up to this a file is read whole: a stream would cost more than the memory. */
export const SMALL_BYTES = 64 * 1024;

/**
 * Its holder closes it, or hands it on with `body`. Made by `openFile` for one answer, or by KeptFiles for many. That
 * a range lies in the file, the caller has checked.
 */
export interface FileContent {
  /** Closes it, at once or when the body ends. Errors: the system's; Error when the file has become shorter. */
  body(range: ByteRange): Promise<ResponseBody>;
  /** A piece. Errors: as `body`. */
  read(first: number, length: number): Promise<Uint8Array>;
  /** May be called again. */
  close(): Promise<void>;
}

/** That of an open file, which is its own from here on. */
export function contentOf(handle: FileHandle): FileContent {
  return {
    body: (range) => bodyOf(handle, range),
    read: (first, length) => readWhole(handle, first, length),
    close: () => handle.close(),
  };
}

/** One that is kept, and the same for many answers: none of them may write on it. */
export class KeptContent implements FileContent {
  /** The whole file. Held by the map of KeptFiles and by the answers that are under way; gone with the last of them. */
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  async body({ first, last }: ByteRange): Promise<ResponseBody> {
    return this.#bytes.subarray(first, last + 1);
  }

  async read(first: number, length: number): Promise<Uint8Array> {
    return this.#bytes.subarray(first, first + length);
  }

  /** Nothing to close: the file was closed when it was read. */
  async close(): Promise<void> {}
}

/** Closes the file in any case: after the read, or by the stream. Errors: as `body`. */
async function bodyOf(handle: FileHandle, range: ByteRange): Promise<ResponseBody> {
  const length = range.last - range.first + 1;
  // The stream closes the file at its end, and when it is destroyed: by an error, or since its client has left.
  if (length > SMALL_BYTES) {
    return handle.createReadStream({ start: range.first, end: range.last, highWaterMark: SMALL_BYTES });
  }
  try {
    return await readWhole(handle, range.first, length);
  } finally {
    await handle.close();
  }
}

/** Several ranges, each with what stands before it (RFC 9110 §14.6). Its caller closes the file. */
export async function* bodyOfParts(
  content: FileContent,
  parts: readonly { readonly head: string; readonly range: ByteRange }[],
  end: string,
): AsyncGenerator<Uint8Array | string, void, undefined> {
  for (const { head, range } of parts) {
    // Read piece by piece, and not by a stream: one open file serves all ranges, one after the other.
    yield head;
    for (let at = range.first; at <= range.last; at += SMALL_BYTES)
      yield await content.read(at, Math.min(SMALL_BYTES, range.last - at + 1));
  }
  yield end;
}

/** A read may give less than was asked for: asked again until all is there. Errors: as `body`. */
async function readWhole(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  // Not zeroed: every byte of it is written before it is handed out.
  const bytes = Buffer.allocUnsafe(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await handle.read(bytes, done, length - done, from + done);
    if (bytesRead === 0) throw new Error("the file has become shorter while it was sent");
    done += bytesRead;
  }
  return bytes;
}

/**
 * The bytes of an opened file as the body of an answer. Whatever becomes of the answer, the file is closed: a small
 * one is read and closed before its answer begins, a large one by its stream. Called by `sendFile` alone, which knows
 * that the range lies inside of the file.
 */

import type { FileHandle } from "node:fs/promises";
import type { ResponseBody } from "../index.ts";
import type { ByteRange } from "./byte-ranges.ts";

/** Up to this a file is read whole: a stream would cost more than the memory. */
const SMALL_BYTES = 64 * 1024;

/** Errors: the system's; Error when the file has become shorter. The file is closed then, too. */
export async function bodyOf(handle: FileHandle, range: ByteRange): Promise<ResponseBody> {
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

/** Several ranges, each with what stands before it (RFC 9110 §14.6). Closes the file when it ends, or is ended. */
export async function* bodyOfParts(
  handle: FileHandle,
  parts: readonly { readonly head: string; readonly range: ByteRange }[],
  end: string,
): AsyncGenerator<Uint8Array | string, void, undefined> {
  for (const { head, range } of parts) {
    yield head;
    for (let at = range.first; at <= range.last; at += SMALL_BYTES)
      yield await readWhole(handle, at, Math.min(SMALL_BYTES, range.last - at + 1));
  }
  yield end;
}

/** A read may give less than was asked for: asked again until all is there. Errors: as `bodyOf`. */
async function readWhole(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await handle.read(bytes, done, length - done, from + done);
    if (bytesRead === 0) throw new Error("the file has become shorter while it was sent");
    done += bytesRead;
  }
  return bytes;
}

/**
 * What can become of a file that a client sends: it is kept in memory, or in a temporary file, or the program has a
 * function of its own, which reads the part as a stream. Given to `multipart`, called for each file while it arrives.
 */

import { randomUUID } from "node:crypto";
import { open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AppContext } from "../index.ts";

/** One file on its way in. Over with the request: to be read at once, or not at all. */
export interface FilePart {
  /** Of the form's field. */
  readonly name: string;
  /** As the client calls it, without a path; "" where it does not. Never a name to store it under. */
  readonly filename: string;
  /** The media type, as the client says it is. */
  readonly type: string;
  /** Errors: HttpError 413 when it is too large, 400 when it is cut short; the client is gone. */
  readonly stream: AsyncIterable<Buffer>;
}

/** What `toMemory` makes of a part: it lives as long as the handler holds it. */
export type MemoryFile = Omit<FilePart, "stream"> & { readonly bytes: Buffer };

/**
 * Bounded by `fileBytes`. For files that are small beside the memory of the process: many clients may each send one.
 * Errors: as the stream.
 */
export async function toMemory({ stream, ...told }: FilePart): Promise<MemoryFile> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece);
  return { ...told, bytes: Buffer.concat(pieces) };
}

/** What `toTemporaryFile` makes of a part. `size` in bytes; at `path` there is a file until the request is over. */
export type TemporaryFile = Omit<FilePart, "stream"> & { readonly path: string; readonly size: number };

/**
 * Keeps each file in `dir`, by default that of the system, under a random name, readable by this user alone, until the
 * request is over: whatever becomes of it, the file goes then. A handler that wants to keep it renames it.
 */
export function toTemporaryFile(
  dir: string = tmpdir(),
): (part: FilePart, c: AppContext) => Promise<TemporaryFile> {
  return async ({ stream, ...told }, c) => {
    const path = join(dir, `upload-${randomUUID()}`);
    // While it is written, its removal must wait: a file that is opened behind it would stay.
    let isWritten = false;
    let isOver = false;
    c.req.onAnswered(() => {
      isOver = true;
      // Not awaited, for the answer is out; `remove` never fails.
      if (isWritten) remove(path, c);
    });
    try {
      const size = await write(path, stream);
      isWritten = true;
      if (isOver) await remove(path, c);
      return { ...told, path, size };
    } catch (error) {
      await remove(path, c);
      throw error;
    }
  };
}

/** Returns the number of bytes. Errors: those of the stream, and the system's. The file is closed in any case. */
async function write(path: string, stream: AsyncIterable<Buffer>): Promise<number> {
  // "wx": never over a file that is there, nor through a link that another program has laid at this name.
  const handle = await open(path, "wx", 0o600);
  try {
    let size = 0;
    for await (const piece of stream) {
      await handle.writeFile(piece);
      size += piece.length;
    }
    return size;
  } finally {
    await handle.close();
  }
}

/** Never fails: a file that is left is told to the log, since no one waits for it. One that has been renamed is gone. */
async function remove(path: string, c: AppContext): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (error) {
    c.log.warn({ err: error, path }, "a temporary file could not be removed");
  }
}

/**
 * An opened file and what is known of it. What is told to the client is asked of the open file itself: another one may
 * have its name by then. The caller closes it, or hands it on to a stream that does.
 */

import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { HttpError } from "../index.ts";
import { contentOf, type FileContent } from "./file-body.ts";
import type { Version } from "./preconditions.ts";

export interface OpenFile extends Version {
  /** Ours to close. Node warns of a file that is forgotten, and ends the process one day. */
  readonly content: FileContent;
  /** In bytes, at the moment when it was opened. */
  readonly size: number;
}

/** The name of nothing that we serve: one for which the client gets a 404. */
const MISSING = new Set([
  "ENOENT",
  "ENOTDIR",
  "EISDIR",
  "ENAMETOOLONG",
  "EACCES",
  "EPERM",
  "ELOOP",
  "ENXIO",
  "EINVAL",
]);
/** There are too many open files just now: later there are fewer. */
const BUSY = new Set(["EMFILE", "ENFILE"]);

/** Without waiting: to open a pipe would wait for its writer, and hold a thread of Node's for as long. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Null when there is no such file: nothing there, a folder, a device. `coding`, where it is a compressed sibling: two
 * files may agree in time and size, and their tags must differ (RFC 9110 §8.8.3.3).
 * Errors: HttpError 503 with too many open files; the system's.
 */
export async function openFile(path: string, coding = ""): Promise<OpenFile | null> {
  const handle = await openOrNull(path);
  if (handle === null) return null;
  try {
    const stats = await handle.stat({ bigint: true });
    if (stats.isFile()) {
      // In nanoseconds, where the disk counts them: a file that is written twice within a second has two tags.
      const parts = [stats.mtimeNs.toString(36), stats.size.toString(36), coding];
      const etag = `"${parts.filter(Boolean).join("-")}"`;
      return {
        content: contentOf(handle),
        size: Number(stats.size),
        etag,
        modifiedMs: Number(stats.mtimeMs / 1000n) * 1000,
      };
    }
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return null;
}

/** Errors: as `openFile`. */
async function openOrNull(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, FLAGS);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (MISSING.has(code)) return null;
    if (BUSY.has(code))
      throw new HttpError(503, "too many files are open", { headers: { "retry-after": "1" }, cause: error });
    throw error;
  }
}

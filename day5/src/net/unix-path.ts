/**
 * What can be wrong with the path of a Unix socket, in sentences. The system's own words mislead: it cuts a
 * path that is too long and takes what is left, and Node says "no permission" where a folder is missing.
 * `bind` checks the text before anything is opened, and asks again when the system has refused.
 */

import { lstat, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { AddressError } from "./address-error.ts";
import { answers } from "./stale-socket.ts";

/** Bytes that `sun_path` holds beside the NUL at its end (unix(7)); on Windows it is the name of a pipe. */
const LONGEST: Partial<Record<NodeJS.Platform, number>> = { linux: 107, win32: 256 };
/** macOS and the BSDs have a smaller `sun_path`. */
const LONGEST_ELSEWHERE = 103;

/** What stands in the way. The code may be another than the system's: it tells less than it could. */
type Reason = { readonly code: string; readonly why: string };

/** Errors: AddressError with the code EINVAL or ENAMETOOLONG when there can be no socket of that name. */
export function checkUnixPath(path: string): void {
  if (path.includes("\0") || path.endsWith("/")) {
    const what = path.endsWith("/") ? "ends with a slash: add the name of a file" : "has a NUL in it";
    throw new AddressError("EINVAL", `the path ${JSON.stringify(path)} of a Unix socket ${what}`);
  }
  // In bytes: "é" takes two of them. The kernel would cut what is too long, and bind another path without a word.
  const longest = LONGEST[process.platform] ?? LONGEST_ELSEWHERE;
  const bytes = Buffer.byteLength(path);
  if (bytes <= longest) return;
  throw new AddressError(
    "ENAMETOOLONG",
    `cannot listen on unix:${path}: a path of ${bytes} bytes is too long for a Unix socket, which has room for ${longest}; choose a shorter one`,
  );
}

/** `error` is what a listener has said of `path`: looks what stands in its way, and says that where it can. */
export async function explainUnixPath(error: AddressError, path: string): Promise<AddressError> {
  const reason = process.platform === "win32" ? null : await inTheWay(error.code, path);
  if (reason === null) return error;
  return new AddressError(reason.code, `cannot listen on unix:${path}: ${reason.why}`, {
    cause: error.cause,
  });
}

/** Looks at the folder, and at what is there under that name. Null: nothing that could be said better. */
async function inTheWay(code: string, path: string): Promise<Reason | null> {
  if (code === "EADDRINUSE") return { code, why: await whatIsThere(path) };
  const folder = dirname(path);
  // By `stat`, which follows links: it is the folder at their end that counts.
  const looked = await stat(folder).catch((error: NodeJS.ErrnoException) => error);
  if (!(looked instanceof Error)) {
    if (looked.isDirectory()) {
      const why = "no permission to make a socket in this folder; choose another or change its rights";
      return code === "EACCES" ? { code, why } : null;
    }
    return { code: "ENOTDIR", why: `${folder} is not a folder; choose another path` };
  }
  if (looked.code === "ENOENT") {
    return { code: "ENOENT", why: "the folder of the socket does not exist; create it first" };
  }
  const why = `cannot look into ${folder} (${looked.code}); choose another path or mend that folder`;
  return { code: looked.code ?? "EUNKNOWN", why };
}

/** The path is in use: by a folder, a file, a server, or what one has left. */
async function whatIsThere(path: string): Promise<string> {
  // By `lstat`: a link is in the way itself, wherever it leads.
  const found = await lstat(path).catch(() => null);
  if (found?.isDirectory()) return "this is a folder; add the name of a file in it";
  if (found !== null && !found.isSocket()) {
    return "there is a file of that name that is no socket; remove it or choose another path";
  }
  if (await answers(path)) return "another server uses this socket; stop it or choose another path";
  return "a server that has ended left this socket behind, and we may not remove it; remove it or choose another path";
}

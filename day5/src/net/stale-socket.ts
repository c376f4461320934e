/**
 * A Unix socket is a file, and a server that was killed leaves it behind: the next one finds its address in
 * use. Called by `bind` when that happens. It never removes what is no socket, or what answers.
 */

import { lstat, unlink } from "node:fs/promises";
import { connect } from "node:net";

/** Removes the socket file at `path` if no server listens on it any more. True if it is gone. */
export async function removeStaleSocket(path: string): Promise<boolean> {
  try {
    if (!(await lstat(path)).isSocket() || (await answers(path))) return false;
    await unlink(path);
    return true;
  } catch {
    // Not ours to look at or to remove: the address stays in use.
    return false;
  }
}

/** Whether a server, however busy, is at the other end. */
export function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    // Only a refusal says that there is no server; one that is too busy to accept is one.
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code !== "ECONNREFUSED"));
  });
}

/** The same path with a slash at its end, or without: what a router with `redirectSlash` tries after a miss. */

/** null: there is none, or it would be no path of this server. */
export function otherSlash(path: string): string | null {
  // A Location of //host or /\host leads browsers to another server: nobody may be sent there from here.
  if (!/^\/[^/\\]/.test(path)) return null;
  return path.endsWith("/") ? path.slice(0, -1) : `${path}/`;
}

/**
 * Misunderstanding: the mount is what is left when the path is taken out. A text may stand in another more than once.
 * Killed by: "a prefix that looks like the path inside"
 */

import type { AppContext, Response } from "../../../../day4/src/index.ts";

/** Such as "/en/shop"; "" for an app that is not nested. */
export function mountOf(c: AppContext): string {
  const { originalPath, path } = c;
  // The mount itself, asked without a slash: the app's own "/" stands for nothing that was sent.
  if (path === "/" && !originalPath.endsWith("/")) return originalPath;
  return originalPath.replace(path, "");
}

/** `path` is one of the app, such as /pay. */
export function redirectHere(c: AppContext, path: string): Response {
  return c.redirect(mountOf(c) + path);
}

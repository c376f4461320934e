/**
 * Misunderstanding: both paths are spelled alike, so their lengths can be subtracted. `%61` has two letters more than `a`.
 * Killed by: "a path that is spelled otherwise has the same mount, as it was written"
 */

import type { AppContext, Response } from "../../../../day4/src/index.ts";

/** Such as "/en/shop"; "" for an app that is not nested. */
export function mountOf(c: AppContext): string {
  const { originalPath, path } = c;
  // The mount itself, asked without a slash: the app's own "/" stands for nothing that was sent.
  if (path === "/" && !originalPath.endsWith("/")) return originalPath;
  return originalPath.slice(0, originalPath.length - path.length);
}

/** `path` is one of the app, such as /pay. */
export function redirectHere(c: AppContext, path: string): Response {
  return c.redirect(mountOf(c) + path);
}

/**
 * Where a nested app is mounted. Spelling may differ between the two paths, but the number of segments does not.
 */

import type { AppContext, Response } from "../../../day4/src/index.ts";

/** Such as "/en/shop"; "" for an app that is not nested. */
export function mountOf(c: AppContext): string {
  const { originalPath, path } = c;
  // The mount itself, asked without a slash: the app's own "/" stands for nothing that was sent.
  if (path === "/" && !originalPath.endsWith("/")) return originalPath;
  const all = originalPath.split("/");
  const own = path.split("/").length - 1;
  return all.slice(0, all.length - own).join("/");
}

/** `path` is one of the app, such as /pay. */
export function redirectHere(c: AppContext, path: string): Response {
  return c.redirect(mountOf(c) + path);
}

/**
 * Groups for the versions of an API: each has what the one before had, but for what it says itself.
 */

import type { Handler, Router } from "../../../day4/src/index.ts";

// biome-ignore lint/suspicious/noExplicitAny: each handler has the params of its own key.
export type VersionRoutes = Readonly<Record<string, Handler<any> | null>>;

export interface Version {
  /** The prefix without its slash, such as v1. */
  readonly name: string;
  /** By method and path: "GET /teams". null: no such route from this version on. */
  readonly routes: VersionRoutes;
}

/** `list`: the oldest first. Errors: RouteError, as from the group. */
export function versions(router: Router, list: readonly Version[]): void {
  // Grows from version to version; what it holds at a version is registered then, and never changed behind its back.
  let known: VersionRoutes = {};
  for (const { name, routes } of list) {
    known = { ...known, ...routes };
    const group = router.group(`/${name}`);
    for (const [key, handler] of Object.entries(known)) {
      const [method = "", path = ""] = key.split(" ");
      if (handler !== null) group.on(method, path, handler);
    }
  }
}

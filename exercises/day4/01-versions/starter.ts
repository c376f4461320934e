/**
 * Groups for the versions of an API. Exercise day4/01.
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
  throw new Error("day4/01: write versions");
}

/**
 * A router from a table of routes. All mistakes are told together, since all of them are in one place.
 */

import { type Handler, RouteError, Router } from "../../../day3/src/index.ts";

// biome-ignore lint/suspicious/noExplicitAny: each handler has the params of its own key.
export type RouteRecord = Readonly<Record<string, Handler<any>>>;

/** Errors: RouteError with a line for each mistake in the table. */
export function fromTable(table: RouteRecord): Router {
  const router = new Router();
  const mistakes: string[] = [];
  for (const [key, handler] of Object.entries(table)) {
    try {
      const [, method, path] = /^(\S+) (\S+)$/.exec(key) ?? [];
      if (method === undefined || path === undefined) throw new RouteError(`"${key}" is not "METHOD /path"`);
      router.on(method === "ANY" ? "*" : method, path, handler);
    } catch (error) {
      if (!(error instanceof RouteError)) throw error;
      mistakes.push(`"${key}": ${error.message}`);
    }
  }
  if (mistakes.length > 0) throw new RouteError(mistakes.join("\n"));
  return router;
}

/**
 * Misunderstanding: whatever goes wrong here is a mistake in the table. A bug of the program gets a friendly text and no
 * stack, and is looked for in the wrong place.
 * Killed by: "what is no mistake in a route passes as it is"
 */

import { type Handler, RouteError, Router } from "../../../../day3/src/index.ts";

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
      mistakes.push(`"${key}": ${(error as Error).message}`);
    }
  }
  if (mistakes.length > 0) throw new RouteError(mistakes.join("\n"));
  return router;
}

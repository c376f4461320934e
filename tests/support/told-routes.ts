/**
 * Routes that say who they are: a handler answers with its own route and its params, so that a test can
 * compare one line. "GET /a/:x" is a route, and so is "ANY /a"; `ask` takes "GET /a/b" and gives, say,
 * `GET /a/:x {"x":"b"}`, "404", "405 GET, HEAD, OPTIONS" or "204 OPTIONS, POST".
 */

import type { Endpoint, Handler, Router } from "../../day5/src/index.ts";
import { ray } from "./stage.ts";

/** The method by which a route answers to all. */
const ANY = "*";

/** Method and path of "GET /a". A path may hold spaces, a method not. */
function split(line: string): [method: string, path: string] {
  const space = line.indexOf(" ");
  return [line.slice(0, space), line.slice(space + 1)];
}

/** The answer to HEAD has no body: there a field tells the same. */
const TOLD = "x-told";

/** A router or a group. */
export interface Declares {
  on(method: string, path: string, handler: Handler<Readonly<Record<string, string | undefined>>>): unknown;
}

/** Adds `route`; to a group, with the path below its prefix. */
export function tell(router: Declares, route: string, name = route): void {
  const [method, path] = split(route);
  router.on(method === "ANY" ? ANY : method, path, (c) => {
    const told = `${name} ${JSON.stringify(c.params)}`;
    return c.header(TOLD, encodeURIComponent(told)).string(told);
  });
}

export function routerOf(...routes: string[]): Router {
  const router = new ray.Router();
  for (const route of routes) tell(router, route);
  return router;
}

/** Who answers `request`, and with which params. */
export async function ask(app: Endpoint, request: string): Promise<string> {
  const [method, target] = split(request);
  const { status, headers, text } = await ray.inject(app, target, { method });
  if (status === 200) return method === "HEAD" ? decodeURIComponent(headers.get(TOLD) ?? "") : text();
  const allow = headers.get("allow");
  return allow === null ? `${status}` : `${status} ${allow}`;
}

/** Each of `items` in every order. For small sets: five things have 120 orders. */
export function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, i) =>
    permutations(items.filter((_, j) => j !== i)).map((rest) => [item, ...rest]),
  );
}

/** The names that `object` has without being given them: `constructor` and its like, or none. */
export function inherited(object: object): (string | symbol)[] {
  const above: object | null = Object.getPrototypeOf(object);
  return above === null ? [] : [...Reflect.ownKeys(above), ...inherited(above)];
}

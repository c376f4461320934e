/**
 * What a server tells of its app at the start, at debug: each route for programs, the trie for people; and at trace each
 * node of the trie. While routes are declared there is no log yet, so nodes are told here, in the order in which the
 * routes made them.
 */

import type { Endpoint } from "../endpoint/endpoint.ts";
import type { Logger } from "../log/logger.ts";
import { printTrie, type RouteInfo, routesOf } from "../router/route-list.ts";

/** Nothing is put together where debug is off: with thousands of routes, to draw them is slower than the start itself. */
export function logRoutes(endpoint: Endpoint, log: Logger): void {
  const routes = log.isLevelEnabled("debug") ? routesOf(endpoint) : null;
  if (routes === null) return;
  if (log.isLevelEnabled("trace")) logNodes(routes, log);
  for (const route of routes) log.debug({ route: String(route) }, "route");
  log.debug(`the trie\n${printTrie(routes).trimEnd()}`);
}

/** As in the trie, params share one node whatever their names. */
function logNodes(routes: readonly RouteInfo[], log: Logger): void {
  const seen = new Set<string>();
  for (const route of routes) {
    let node = "";
    for (const segment of route.path.slice(1).split("/")) {
      node += `/${/^[:*]/.test(segment) ? segment[0] : segment}`;
      if (seen.has(node)) continue;
      seen.add(node);
      log.trace({ node, route: String(route) }, "node inserted");
    }
  }
}

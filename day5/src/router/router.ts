/**
 * The root of all routes: the group with the empty prefix, and the Endpoint that `run` takes.
 * Static segments win over `:name`, which wins over `*name`, whatever the order of registration.
 */

import type { AppContext } from "../endpoint/app-context.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import type { Response } from "../http/response.ts";
import { printTrie } from "./print-trie.ts";
import type { RouteMatch } from "./route.ts";
import type { RouteInfo } from "./route-info.ts";
import { type RouterOptions, RouteTable } from "./route-table.ts";
import { RouterGroup } from "./router-group.ts";

export class Router extends RouterGroup<""> implements Endpoint {
  constructor(options: RouterOptions = {}) {
    super(new RouteTable(options), "");
  }

  /** What a request would meet; null where it would be 404 or 405. Errors: HttpError 400 for bad encoding. */
  getRoute(method: string, path: string): RouteMatch | null {
    return this.table.find(method, path);
  }

  /** All routes in the order of registration: those of groups, and of apps inside where these tell of them. */
  routes(): readonly RouteInfo[] {
    return this.table.list();
  }

  /** The trie as a drawing. */
  print(): string {
    return printTrie(this.routes());
  }

  /** The app starts: every endpoint in it is told. Errors: what one of them throws. */
  prepare(): void {
    this.table.prepare();
  }

  call(c: AppContext): Response | Promise<Response> {
    return this.table.call(c);
  }
}

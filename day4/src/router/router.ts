/**
 * The root of all routes: the group with the empty prefix, and the Endpoint that `run` takes.
 * Static segments win over `:name`, which wins over `*name`, whatever the order of registration.
 */

import type { AppContext } from "../http/app-context.ts";
import type { Endpoint } from "../http/endpoint.ts";
import type { Response } from "../http/response.ts";
import { printTrie } from "./print-trie.ts";
import type { Route, RouteMatch } from "./route.ts";
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

  /** All routes, those of groups too, in the order of registration. */
  routes(): readonly Route[] {
    return this.table.routes;
  }

  /** The trie as a drawing. */
  print(): string {
    return printTrie(this.table.root);
  }

  call(c: AppContext): Response | Promise<Response> {
    return this.table.call(c);
  }
}

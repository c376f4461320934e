/**
 * The root of all routes: the group with the empty prefix, and the Endpoint that `run` takes.
 * Static segments win over `:name`, which wins over `*name`, whatever the order of registration.
 */

import { inspect } from "node:util";
import type { AppContext } from "../endpoint/app-context.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { fetchHandler } from "../endpoint/fetch-handler.ts";
import type { Response } from "../http/response.ts";
import type { RouteMatch } from "./route.ts";
import { printTrie, type RouteInfo } from "./route-list.ts";
import { type RouterOptions, RouteTable } from "./route-table.ts";
import { RouterGroup } from "./router-group.ts";

/** Made by the program, filled by its groups too, handed to `run`, and from then on only asked. */
export class Router extends RouterGroup<""> implements Endpoint {
  /** `fetchHandler` of this router, from the first question on: the start comes with it. */
  #answer: ((request: globalThis.Request) => Promise<globalThis.Response>) | null = null;

  constructor(options: RouterOptions = {}) {
    super(new RouteTable(options), "");
  }

  /**
   * What a request would meet; null where it would be 404 or 405. For tests and tools: it asks no handler, and starts
   * nothing. Errors: HttpError 400 for bad encoding, and for a dot segment.
   */
  getRoute(method: string, path: string): RouteMatch | null {
    const found = this.table.find(method, path);
    if (found.route !== null) return found;
    if (found.error !== null) throw found.error;
    return null;
  }

  /** All routes in the order of registration: those of groups, and of apps inside where these tell of them. */
  routes(): readonly RouteInfo[] {
    return this.table.list();
  }

  /** The trie as a drawing: a line for each node, ended with a line feed. */
  print(): string {
    return printTrie(this.routes());
  }

  /** What `console.log(router)` shows: the drawing says more than the fields of a table. */
  [inspect.custom](): string {
    return `Router\n${this.print()}`.trimEnd();
  }

  /** The app starts: every endpoint in it is told. Errors: what one of them throws. */
  prepare(): void {
    this.table.prepare();
  }

  /**
   * Answers a Request of the platform, without a socket or a server. A function of its own, so that `export default router`
   * is what a platform wants. With options of its own it is `fetchHandler(router, options)`. Errors: as the start.
   */
  readonly fetch = async (request: globalThis.Request): Promise<globalThis.Response> => {
    this.#answer ??= fetchHandler(this);
    return this.#answer(request);
  };

  /** For the server, and for whatever else asks an Endpoint. Errors: HttpError 404, 405, 400; as the endpoint found. */
  call(c: AppContext): Response | Promise<Response> {
    return this.table.call(c);
  }
}

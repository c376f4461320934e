/**
 * An endpoint whose hooks are not known yet. Routes and hooks may be declared in any order: which hooks
 * belong to a route is found out once, when the app starts, and from then on it is one call.
 */

import type { AppContext } from "../endpoint/app-context.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import type { HookSet } from "../hook/hook.ts";
import { HookChain } from "../hook/hook-chain.ts";
import type { Response } from "../http/response.ts";
import type { HookBook } from "./hook-book.ts";
import { type RouteInfo, routesOf } from "./route-info.ts";

export class HookedEndpoint implements Endpoint {
  readonly #inner: Endpoint;
  readonly #book: HookBook;
  readonly #collect: () => readonly HookSet[];
  #resolved: Endpoint | null = null;

  /** `collect` gives the hooks, outermost first; it is called once. */
  constructor(inner: Endpoint, book: HookBook, collect: () => readonly HookSet[]) {
    this.#inner = inner;
    this.#book = book;
    this.#collect = collect;
  }

  /** The start of this endpoint is that of the whole app. Errors: as `seal` of the book. */
  prepare(): void {
    this.#book.seal();
  }

  routes(): readonly RouteInfo[] | null {
    return routesOf(this.#inner);
  }

  /** For the book. */
  resolve(): Endpoint {
    if (this.#resolved === null) {
      // An app inside this one starts when this one does: its mistakes must show then, too.
      this.#inner.prepare?.();
      const hooks = this.#collect();
      this.#resolved = hooks.length === 0 ? this.#inner : new HookChain(hooks, this.#inner);
    }
    return this.#resolved;
  }

  call(c: AppContext): Response | Promise<Response> {
    if (this.#resolved === null) this.#book.seal();
    return this.resolve().call(c);
  }
}

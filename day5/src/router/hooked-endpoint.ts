/**
 * An endpoint whose hooks are not known yet. Routes and hooks may be declared in any order: which hooks
 * belong to a route is found out once, when the app starts, and from then on it is one call.
 */

import type { AppContext } from "../http/app-context.ts";
import type { Endpoint } from "../http/endpoint.ts";
import type { Response } from "../http/response.ts";
import type { HookSet } from "./hook.ts";
import type { HookBook } from "./hook-book.ts";
import { HookChain } from "./hook-chain.ts";
import { MissEndpoint } from "./miss-endpoint.ts";
import { NestedEndpoint } from "./nested-endpoint.ts";

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

  resolve(): Endpoint {
    if (this.#resolved === null) {
      sealInner(this.#inner);
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

/** A router inside this app starts when the app does: its mistakes must show then, too. */
function sealInner(endpoint: Endpoint): void {
  if (endpoint instanceof NestedEndpoint || endpoint instanceof MissEndpoint) sealInner(endpoint.inner);
  else if ("seal" in endpoint && typeof endpoint.seal === "function") endpoint.seal();
}

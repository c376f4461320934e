/**
 * The hooks of one group and, through its parent, of all groups around it. Every group has one; a group
 * inside it gets a child. All scopes of an app share one HookBook.
 */

import type { Endpoint } from "../http/endpoint.ts";
import type { HookSet } from "./hook.ts";
import { HookBook } from "./hook-book.ts";
import { HookedEndpoint } from "./hooked-endpoint.ts";

export class HookScope {
  readonly book: HookBook;
  readonly #parent: HookScope | null;
  readonly #hooks: HookSet[] = [];

  /** Without a parent it is the scope of a router: its hooks are global. */
  constructor(parent: HookScope | null = null) {
    this.#parent = parent;
    this.book = parent === null ? new HookBook() : parent.book;
  }

  get isGlobal(): boolean {
    return this.#parent === null;
  }

  add(hooks: readonly HookSet[]): void {
    this.#hooks.push(...hooks);
  }

  /** Global hooks first, then group by group inwards. */
  all(): HookSet[] {
    return this.#parent === null ? [...this.#hooks] : [...this.#parent.all(), ...this.#hooks];
  }

  /** `endpoint` with the hooks of this scope around it, and inside them those that `ofRoute` gives. */
  wrap(endpoint: Endpoint, ofRoute: () => readonly HookSet[] = () => []): HookedEndpoint {
    return new HookedEndpoint(endpoint, this.book, () => [...this.all(), ...ofRoute()]);
  }
}

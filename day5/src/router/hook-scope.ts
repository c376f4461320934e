/**
 * The hooks of one prefix and, through its parent, of all prefixes around it. Groups with one prefix share one;
 * a group inside them gets a child. All scopes of an app share one HookBook.
 */

import type { Endpoint } from "../endpoint/endpoint.ts";
import type { HookSet } from "../hook/hook.ts";
import { HookBook } from "./hook-book.ts";
import { HookedEndpoint } from "./hooked-endpoint.ts";
import { parseRoutePath } from "./route-path.ts";

export class HookScope {
  readonly book: HookBook;
  readonly #parent: HookScope | null;
  readonly #hooks: HookSet[] = [];
  /** By their segment. */
  readonly #children = new Map<string, HookScope>();

  /** Without a parent it is the scope of a router: its hooks are global. */
  constructor(parent: HookScope | null = null) {
    this.#parent = parent;
    this.book = parent === null ? new HookBook() : parent.book;
  }

  /**
   * The scope of the groups at `path` below this one. It is always the same, by way of every segment: so all groups
   * with one prefix have the same hooks, however they were made. Errors: RouteError for a malformed path.
   */
  below(path: string): HookScope {
    let scope: HookScope = this;
    for (const segment of parseRoutePath(path)) {
      const key = segment.kind === "static" ? `/${segment.text}` : `:${segment.name}`;
      const next: HookScope = scope.#children.get(key) ?? new HookScope(scope);
      scope.#children.set(key, next);
      scope = next;
    }
    return scope;
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

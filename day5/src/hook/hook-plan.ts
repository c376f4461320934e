/**
 * Which hooks each endpoint of an app gets. A plan holds those of one prefix; its parent, those of the prefix around
 * it; and the first of them, without a parent, the global ones. Router and groups fill it in, in any order, until the
 * app starts: then it is settled once, and from then on a request pays for its own hooks alone.
 * It knows no routes. It is told their keys, such as `GET /ghost/:id`, and compares them as text.
 */

import type { AppContext } from "../endpoint/app-context.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import type { Response } from "../http/response.ts";
import type { HookSet } from "./hook.ts";
import { HookChain } from "./hook-chain.ts";
import { MiddlewareHook } from "./middleware.ts";

/** How a plan complains. Whose class that is, those know who stand above: to the program it is a mistake in a route. */
type PlanError = new (message: string) => Error;

export class HookPlan {
  /** Null for the plan of a router. */
  readonly #parent: HookPlan | null;
  readonly #book: Book;
  /** Of this prefix alone, in the order of declaration. Complete when the app starts, never changed after that. */
  readonly #hooks: HookSet[] = [];
  /** The plans of the prefixes inside this one, by the segment that they have more: `/text`, or `:name`. They live as long as the router. */
  readonly #inside = new Map<string, HookPlan>();

  /** The plan of a router. */
  constructor(ErrorClass: PlanError, parent: HookPlan | null = null) {
    this.#parent = parent;
    this.#book = parent === null ? new Book(ErrorClass) : parent.#book;
  }

  /**
   * The plan of the prefix that has `segments` more than this one. It is always the same, by way of every segment: so
   * all groups with one prefix have the same hooks, however they were made.
   */
  below(segments: readonly string[]): HookPlan {
    let plan: HookPlan = this;
    for (const segment of segments) {
      const next = plan.#inside.get(segment) ?? new HookPlan(this.#book.ErrorClass, plan);
      plan.#inside.set(segment, next);
      plan = next;
    }
    return plan;
  }

  /**
   * The plan furthest inside whose prefix the segments of a path begin with; this one, where there is none. Static text
   * comes before a param, as in the trie.
   */
  deepest(parts: readonly string[]): HookPlan {
    let plans: readonly HookPlan[] = [this];
    for (const part of parts) {
      const next = plans.flatMap((plan) => plan.#fitting(part));
      if (next.length === 0) break;
      plans = next;
    }
    return plans[0] as HookPlan;
  }

  /** This one, and all inside. */
  whole(): HookPlan[] {
    return [this, ...[...this.#inside.values()].flatMap((plan) => plan.whole())];
  }

  /** Hooks for all endpoints of this prefix, and of those inside it. */
  add(hooks: readonly HookSet[]): void {
    this.#hooks.push(...hooks);
  }

  /** Outside of all hooks that this prefix has, and will have but for the next one that is put there. */
  addOutside(hook: HookSet): void {
    this.#hooks.unshift(hook);
  }

  /** Hooks for the endpoint with that key. There need not be one yet, but there must be at the start. */
  addTo(key: string, hooks: readonly HookSet[]): void {
    this.#book.ofKeys.set(key, [...(this.#book.ofKeys.get(key) ?? []), ...hooks]);
  }

  /** Errors: `what` is too late: it would count for some requests and not for others. */
  checkOpen(what: string): void {
    if (this.#book.state === "open") return;
    throw new this.#book.ErrorClass(`${what}: the app has started; declare routes and hooks before that`);
  }

  /**
   * `inner` with the hooks that this plan will have. Inside them it has those that are added to its `keys`, in that
   * order, and closest to it its `own`, which stand beside it in the program, too. The start knows it only after `keep`.
   */
  wrap(inner: Endpoint, keys: readonly string[] = [], own: readonly HookSet[] = []): Hooked {
    const collect = () => [...this.all(), ...keys.flatMap((key) => this.#book.ofKeys.get(key) ?? []), ...own];
    return new Hooked(inner, keys, this.#book, collect);
  }

  /** From now on `endpoint` starts with the app, and its keys are known. */
  keep(endpoint: Hooked): void {
    this.#book.kept.push(endpoint);
  }

  /** The plans of the prefixes with one segment more that `part` fits. */
  #fitting(part: string): HookPlan[] {
    const byText = this.#inside.get(`/${part}`);
    const byName = [...this.#inside].filter(([segment]) => segment.startsWith(":")).map(([, plan]) => plan);
    return byText === undefined ? byName : [byText, ...byName];
  }

  /** Global hooks first, then prefix by prefix inwards. */
  all(): HookSet[] {
    return [...(this.#parent?.all() ?? []), ...this.#hooks];
  }
}

/** What all plans of a router share. Made with the first of them; whatever they wrap holds it too. */
class Book {
  readonly ErrorClass: PlanError;
  /** The hooks of single endpoints. */
  readonly ofKeys = new Map<string, readonly HookSet[]>();
  /** Whatever starts with the app, in the order of registration. */
  readonly kept: Hooked[] = [];
  /** From "settled" there is no way back. After an error it is "open" again, so that the next start tells it, too. */
  state: "open" | "settling" | "settled" = "open";

  constructor(ErrorClass: PlanError) {
    this.ErrorClass = ErrorClass;
  }

  /**
   * The start of the app: finds the hooks of every endpoint. Errors: hooks were added to a key that none has, a guard
   * that guards nothing; and what an endpoint inside throws. Then the next start, or request, tells it again.
   */
  settle(): void {
    // A router may be mounted inside itself: the start that is under way is enough.
    if (this.state !== "open") return;
    this.state = "settling";
    try {
      const known = new Set(this.kept.flatMap(({ keys }) => keys));
      for (const key of this.ofKeys.keys())
        if (!known.has(key)) throw new this.ErrorClass(`hooks were added to "${key}", which is no route`);
      for (const endpoint of this.kept) endpoint.settle();
      this.state = "settled";
    } finally {
      if (this.state === "settling") this.state = "open";
    }
  }
}

/** An endpoint whose hooks are not known before the start. It lives in the route table, as long as the router does. */
export class Hooked implements Endpoint {
  readonly keys: readonly string[];
  readonly #inner: Endpoint;
  readonly #book: Book;
  /** Its hooks, outermost first. Called once, at the start: before that they may still grow. */
  readonly #collect: () => readonly HookSet[];
  /** Null before the start. Without any hooks it is the inner endpoint itself: hooks that do not exist cost one call. */
  #settled: Endpoint | null = null;

  constructor(inner: Endpoint, keys: readonly string[], book: Book, collect: () => readonly HookSet[]) {
    this.#inner = inner;
    this.keys = keys;
    this.#book = book;
    this.#collect = collect;
  }

  /** The start of one endpoint is that of the whole app. Errors: as `settle` of the book. */
  prepare(): void {
    this.#book.settle();
  }

  /** What is inside may tell of its routes: hooks around it do not hide them. */
  routes(): unknown {
    return "routes" in this.#inner && typeof this.#inner.routes === "function" ? this.#inner.routes() : null;
  }

  /** For the book. An app inside this one starts when this one does: its mistakes must show then, too. */
  settle(): Endpoint {
    if (this.#settled === null) {
      this.#inner.prepare?.();
      const hooks = this.#collect();
      for (const hook of hooks) if (hook instanceof MiddlewareHook) hook.prepare();
      this.#settled = hooks.length === 0 ? this.#inner : new HookChain(hooks, this.#inner);
    }
    return this.#settled;
  }

  /** An app that was never started, as in a test, starts with its first request. Errors: as `prepare`. */
  call(c: AppContext): Response | Promise<Response> {
    if (this.#settled === null) this.#book.settle();
    return this.settle().call(c);
  }
}

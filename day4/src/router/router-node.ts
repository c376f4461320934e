/**
 * A node of the trie: one for each segment that routes have in common. HOT: `find` runs for each request.
 * Static before param before wildcard, and back again where a way leads nowhere, so the order in which
 * routes were registered never matters. Its naive twin is tests/support/naive-router.ts.
 */

import { ANY, type Route } from "./route.ts";
import { RouteError } from "./route-error.ts";

export class RouterNode {
  readonly #statics = new Map<string, RouterNode>();
  #param: RouterNode | null = null;
  #wildcard: RouterNode | null = null;
  /** Routes that end here, by method. */
  readonly #routes = new Map<string, Route>();

  /** Returns the node where the route ends. Errors: RouteError that names both, when another matches the same. */
  insert(route: Route, depth = 0): RouterNode {
    const segment = route.segments[depth];
    if (segment === undefined) {
      const other = this.#routes.get(route.method);
      if (other !== undefined)
        throw new RouteError(`route "${route}" matches the same requests as "${other}"`);
      this.#routes.set(route.method, route);
      return this;
    }
    let next: RouterNode;
    if (segment.kind === "param") next = this.#param ??= new RouterNode();
    else if (segment.kind === "wildcard") next = this.#wildcard ??= new RouterNode();
    else {
      next = this.#statics.get(segment.text) ?? new RouterNode();
      this.#statics.set(segment.text, next);
    }
    return next.insert(route, depth + 1);
  }

  /**
   * The route for `method` and the raw `path` from `from` on, which is a slash or the end. What params
   * matched is pushed to `values`, raw; what a dead end pushed is taken back.
   */
  find(method: string, path: string, from: number, values: string[]): Route | null {
    if (from === path.length) return this.route(method);
    const slash = path.indexOf("/", from + 1);
    const end = slash < 0 ? path.length : slash;
    const segment = path.slice(from + 1, end);
    const found = this.#statics.get(segment)?.find(method, path, end, values);
    if (found) return found;
    if (this.#param !== null && segment !== "") {
      values.push(segment);
      const route = this.#param.find(method, path, end, values);
      if (route !== null) return route;
      values.pop();
    }
    if (this.#wildcard === null) return null;
    const route = this.#wildcard.route(method);
    if (route !== null) values.push(path.slice(from + 1));
    return route;
  }

  /** Adds the methods of all routes that match `path`, whatever their method. For 405 and OPTIONS. */
  collectMethods(path: string, from: number, methods: Set<string>): void {
    if (from === path.length) {
      for (const method of this.#routes.keys()) methods.add(method);
      return;
    }
    const slash = path.indexOf("/", from + 1);
    const end = slash < 0 ? path.length : slash;
    const segment = path.slice(from + 1, end);
    this.#statics.get(segment)?.collectMethods(path, end, methods);
    if (segment !== "") this.#param?.collectMethods(path, end, methods);
    if (this.#wildcard !== null) for (const method of this.#wildcard.#routes.keys()) methods.add(method);
  }

  /**
   * The route that ends here and answers `method`. RFC 9110 §9.3.2: HEAD is GET without the body, so GET
   * answers it where nothing else does.
   */
  route(method: string): Route | null {
    const own = this.#routes.get(method) ?? (method === "HEAD" ? this.#routes.get("GET") : undefined);
    return own ?? this.#routes.get(ANY) ?? null;
  }
}

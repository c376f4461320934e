/**
 * A node of the trie: one for each segment that routes have in common. HOT: `find` runs for each request.
 * Static before param before wildcard, and back again where a way leads nowhere, so the order in which
 * routes were registered never matters. Its naive twin is tests/support/naive-router.ts.
 *
 * `GET /ghost/new/diary`, where there are `/ghost/new` and `/ghost/:id/diary`:
 *   root → ghost → new, and no diary below it: back to ghost → : (the value is "new") → diary, where the path ends.
 */

import { ANY, type Route } from "./route.ts";
import { endOfSegment, SegmentMap } from "./segment-map.ts";

export class RouterNode {
  /** The nodes below this one. They are made by `insert` where a route needs them, and stay as long as the trie. */
  readonly #statics = new SegmentMap<RouterNode>();
  /** One for all names: `/ghost/:id` and `/ghost/:name/diary` share it, and each route knows its own. */
  #param: RouterNode | null = null;
  /** Nothing is ever below it: it takes the rest. */
  #wildcard: RouterNode | null = null;
  /** Routes that end here, each with another method. They are few: looking through a list beats a Map. */
  readonly #routes: Route[] = [];

  /** Returns the node where the route ends. Nothing that matches the same may be there: ask `occupant`. */
  insert(route: Route, depth = 0): RouterNode {
    const segment = route.segments[depth];
    if (segment === undefined) {
      this.#routes.push(route);
      return this;
    }
    let next: RouterNode;
    if (segment.kind === "param") next = this.#param ??= new RouterNode();
    else if (segment.kind === "wildcard") next = this.#wildcard ??= new RouterNode();
    else next = this.#statics.getOrAdd(segment.text, () => new RouterNode());
    return next.insert(route, depth + 1);
  }

  /** The route that matches the same requests as `route`, if there is one. */
  occupant(route: Route, depth = 0): Route | null {
    const segment = route.segments[depth];
    if (segment === undefined) return this.#own(route.method);
    let next = segment.kind === "param" ? this.#param : this.#wildcard;
    if (segment.kind === "static") next = this.#statics.get(segment.text);
    return next === null ? null : next.occupant(route, depth + 1);
  }

  /**
   * The route for `method` and the raw `path` from `slash` on, which is a slash or the end. Where the value
   * of each param begins and ends is noted in `marks`, from index `used` on; a later way overwrites what a
   * dead end has noted. No text is cut out on the way, since it may be the wrong one.
   * A tree is walked, so each node is met at most once: the worst path costs as much as the trie is large.
   */
  find(method: string, path: string, slash: number, marks: number[], used: number): Route | null {
    if (slash === path.length) return this.route(method);
    const from = slash + 1;
    const child = this.#statics.at(path, from);
    if (child !== null) {
      const route = child.value.find(method, path, from + child.codes.length, marks, used);
      if (route !== null) return route;
    }
    if (this.#param !== null) {
      const end = endOfSegment(path, from);
      // Noted before it is known to be right: writing two numbers is cheaper than asking first.
      marks[used] = from;
      marks[used + 1] = end;
      const route = end === from ? null : this.#param.find(method, path, end, marks, used + 2);
      if (route !== null) return route;
    }
    if (this.#wildcard === null) return null;
    // The last way there is. It ends here whatever the rest looks like, so nothing is walked any more.
    marks[used] = from;
    marks[used + 1] = path.length;
    return this.#wildcard.route(method);
  }

  /** Adds the methods of all routes that match `path`, whatever their method. For 405 and OPTIONS. */
  collectMethods(path: string, slash: number, methods: Set<string>): void {
    if (slash === path.length) {
      this.#addMethods(methods);
      return;
    }
    const from = slash + 1;
    const end = endOfSegment(path, from);
    this.#statics.at(path, from)?.value.collectMethods(path, end, methods);
    if (end > from) this.#param?.collectMethods(path, end, methods);
    if (this.#wildcard !== null) this.#wildcard.#addMethods(methods);
  }

  /**
   * The route that ends here and answers `method`. RFC 9110 §9.3.2: HEAD is GET without the body, so GET
   * answers it where nothing else does.
   */
  route(method: string): Route | null {
    return this.#own(method) ?? (method === "HEAD" ? this.#own("GET") : null) ?? this.#own(ANY);
  }

  #own(method: string): Route | null {
    for (let i = 0; i < this.#routes.length; i++) {
      const route = this.#routes[i] as Route;
      if (route.method === method) return route;
    }
    return null;
  }

  #addMethods(methods: Set<string>): void {
    for (const { method } of this.#routes) methods.add(method);
  }
}

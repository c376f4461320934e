/**
 * A hook that promises a value to the handlers behind it, and the compiler holds it to that: who wants the value stands
 * behind the hook, or does not compile. It knows by the type of the group, which `behind` gives. It does not know of an
 * order among hooks: a hook that wants the value of another one is told by an error at run time when it comes first.
 */

import {
  type App,
  type AppContext,
  type Hook,
  type HookSet,
  key,
  type PathParams,
  Response,
  type RouterGroup,
  type StateKey,
} from "../index.ts";
import type { Extractor } from "./handler.ts";

/** Where the promise stands among the names of a path: under no name that a path could have. No value is there. */
declare const GIVEN: unique symbol;

/** What a handler wants that takes the value, and what a group gives behind the hook. */
export type Gives<Name extends string, Value> = { readonly [GIVEN]: { readonly [Key in Name]: Value } };

/** What finds the value: or answers itself, and then no handler is asked. */
type Find<Found> = (c: AppContext) => Found | Promise<Found>;

/** Both the hook and the way to its value. Made once, at the top of a file. */
export class Supply<Name extends string, Value> implements HookSet {
  /** A promise only where `find` gives one: a value that is at hand costs no turn of the event loop. */
  readonly onRequest: (c: AppContext) => undefined | Response | Promise<undefined | Response>;
  /** Made with the supply, so two supplies of one name are two values: only this object can set or read it. */
  readonly #key: StateKey<Value>;

  constructor(name: Name, find: Find<Value | Response>) {
    const under = key<Value>(name);
    this.#key = under;
    const take = (c: AppContext, found: Value | Response): undefined | Response => {
      if (found instanceof Response) return found;
      c.state.set(under, found);
      return undefined;
    };
    this.onRequest = (c) => {
      const found = find(c);
      return found instanceof Promise ? found.then((late) => take(c, late)) : take(c, found);
    };
  }

  /** For `handler`: the value, of a route behind the hook. Errors: Error where a cast has hidden that it is not there. */
  get value(): Extractor<Value, Gives<Name, Value>> {
    return (c) => c.state.get(this.#key);
  }
}

/**
 * `supply("user", (c) => findUser(c))`. Where `find` gives a Response, that is the answer; what it throws is an error
 * as of any hook. The name tells it from others of the same type.
 */
export function supply<Name extends string, Found>(
  name: Name,
  find: Find<Found>,
): Supply<Name, Exclude<Found, Response>> {
  return new Supply<Name, Exclude<Found, Response>>(name, find as Find<Exclude<Found, Response> | Response>);
}

/** A group as its handlers see it behind a supply. It is the group itself. */
export interface Behind<Prefix extends string, Given> {
  get: Declare<Prefix, Given>;
  post: Declare<Prefix, Given>;
  put: Declare<Prefix, Given>;
  patch: Declare<Prefix, Given>;
  delete: Declare<Prefix, Given>;
  any: Declare<Prefix, Given>;
  at: Declare<Prefix, Given>;
  group<Path extends string>(path: Path): Behind<`${Prefix}${Path}`, Given>;
  hooks(...hooks: Hook<PathParams<Prefix> & Given>[]): Behind<Prefix, Given>;
}

/** As `get` of a group, with what is given among the params that a handler may want. */
type Declare<Prefix extends string, Given> = <Path extends string>(
  path: Path,
  ...chain: [
    ...hooks: Hook<PathParams<`${Prefix}${Path}`> & Given>[],
    handler: App<PathParams<`${Prefix}${Path}`> & Given>,
  ]
) => Behind<Prefix, Given>;

/** Puts the hook of `from` on `group`, and gives the group with its promise. Errors: as `hooks` of a group. */
export function behind<Prefix extends string, Name extends string, Value>(
  group: RouterGroup<Prefix>,
  from: Supply<Name, Value>,
): Behind<Prefix, Gives<Name, Value>>;
export function behind<Prefix extends string, Given, Name extends string, Value>(
  group: Behind<Prefix, Given>,
  from: Supply<Name, Value>,
): Behind<Prefix, Given & Gives<Name, Value>>;
export function behind(
  group: { hooks(hook: HookSet): unknown },
  from: Supply<string, unknown>,
): Behind<string, unknown> {
  return group.hooks(from) as Behind<string, unknown>;
}

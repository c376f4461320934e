/**
 * What one request carries from those who look at it first to its handler: the user that a guard has found, the
 * moment at which a log began to count. A context makes it when it is first asked for, and it goes with the
 * context. A value is found by a key, which is an object of its own: two parts of a program that both say "user"
 * do not read each other's, and the type of the value comes with the key.
 */

/** What a value is kept under. Made once by `key`, at the top of a file, and exported to those who may read it. */
export class StateKey<Value> {
  /** For errors only: two keys of one name are two keys. */
  readonly name: string;
  /** For the compiler only, so that a key of a number is none of a text; at run time there is no such field. */
  declare readonly holds: (value: Value) => Value;

  constructor(name: string) {
    this.name = name;
  }
}

/** A new key: `const user = key<User>("user")`. */
export function key<Value>(name: string): StateKey<Value> {
  return new StateKey(name);
}

export class State {
  readonly #values = new Map<unknown, unknown>();

  /**
   * What is kept under `key`. Errors: Error that names the key where nothing is: the wrapper or hook that should
   * have set it did not run. Where that may be, ask `has` first.
   */
  get<Value>(key: StateKey<Value>): Value {
    if (!this.has(key)) {
      throw new Error(`c.state has no "${key.name}": nothing has set it for this request`);
    }
    return this.#values.get(key) as Value;
  }

  set<Value>(key: StateKey<Value>, value: Value): void {
    this.#values.set(key, value);
  }

  /** True once a value has been set, `undefined` too. */
  has<Value>(key: StateKey<Value>): boolean {
    return this.#values.has(key);
  }

  delete<Value>(key: StateKey<Value>): void {
    this.#values.delete(key);
  }
}

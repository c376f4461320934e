/** Functions around the methods of classes, for as long as something is recorded. Used by life-watch.ts. */

type Method<Kind, Name extends keyof Kind> = Kind[Name] extends (...args: infer Args) => infer Result
  ? (this: Kind, ...args: Args) => Result
  : never;

export class AroundMethods {
  readonly #restores: (() => void)[] = [];

  /** `make` is given the method as it was, and calls it once for each call. */
  put<Kind extends object, Name extends keyof Kind>(
    of: { readonly prototype: Kind },
    name: Name,
    make: (own: Method<Kind, Name>) => Method<Kind, Name>,
  ): void {
    const own = of.prototype[name];
    of.prototype[name] = make(own as Method<Kind, Name>) as Kind[Name];
    this.#restores.push(() => {
      of.prototype[name] = own;
    });
  }

  /** The classes are as they were. */
  restore(): void {
    for (const one of this.#restores.splice(0)) one();
  }
}

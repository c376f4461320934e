/** What a program can throw, from the usual to what nobody would do on purpose. Made anew for each use. */

class Odd extends Error {
  override get message(): string {
    throw new Error("even the message throws");
  }
}

function chain(length: number): Error {
  let error = new Error("the first cause");
  for (let n = 0; n < length; n += 1) error = new Error(`cause ${n}`, { cause: error });
  return error;
}

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable(new Error("revoked"), {});
  revoke();
  return proxy;
}

export const oddThrows: Readonly<Record<string, () => unknown>> = {
  "an error": () => new Error("plain"),
  "a frozen error": () => Object.freeze(new Error("frozen")),
  "a sealed error": () => Object.seal(new Error("sealed")),
  "an error whose message throws": () => new Odd(),
  "an error whose stack throws": () =>
    Object.defineProperty(new Error("x"), "stack", {
      get() {
        throw new Error("no stack for you");
      },
    }),
  "a proxy": () => new Proxy(new Error("proxied"), {}),
  "a revoked proxy": revoked,
  null: () => null,
  undefined: () => undefined,
  "a number": () => 7,
  "a symbol": () => Symbol("thrown"),
  "a function": () => () => {},
  "an object without a prototype": () => Object.create(null),
  "an error that is its own cause": () => {
    const error = new Error("a circle");
    error.cause = error;
    return error;
  },
  "a chain of 500 causes": () => chain(500),
};

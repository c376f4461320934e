/** What a program may throw, from the usual to the hostile. Each is made anew: some can be used once only. */

import { ray, stage } from "./stage.ts";

const boom = (): never => {
  throw new RangeError("and this getter throws too");
};

/** An Error whose `name` is a getter that throws, own and enumerable, as a logger meets it. */
const withGetter = (name: string, target: object = new Error("boom")) =>
  Object.defineProperty(target, name, { get: boom, enumerable: true });

const trap: ProxyHandler<object> = {
  get: boom,
  has: boom,
  getPrototypeOf: boom,
  ownKeys: boom,
  getOwnPropertyDescriptor: boom,
};

function revoked(target: object): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** Far more than a serializer that calls itself can follow; it takes a while to make, so there is one. */
const longChain = causes(50_000);

function causes(count: number): Error {
  let error = new Error("the first cause");
  // One stack is enough for all of them.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  for (let i = 0; i < count; i++) error = new Error("boom", { cause: error });
  Error.stackTraceLimit = stackTraceLimit;
  return error;
}

function inCircle(): Error {
  const error = new Error("boom");
  error.cause = error;
  return error;
}

/** What day 2 adds: errors that are answers, and cannot be. */
function httpErrors(): Record<string, () => unknown> {
  class Unreadable extends ray.HttpError {
    override get publicMessage(): string {
      return boom();
    }
  }
  class Nonsense extends ray.HttpError {
    override get publicMessage(): string {
      return Symbol("no text") as never;
    }
  }
  const changed = (name: string, how: PropertyDescriptor) => () =>
    Object.defineProperty(new ray.HttpError(409), name, how);
  return {
    "an HttpError whose publicMessage throws": () => new Unreadable(409),
    "an HttpError whose publicMessage is no text": () => new Nonsense(409),
    "an HttpError whose status cannot be": changed("status", { value: 999 }),
    "an HttpError whose headers throw": changed("headers", { get: boom }),
    "an HttpError whose expose throws": changed("expose", { get: boom }),
    "a frozen HttpError of 500": () => Object.freeze(new ray.HttpError(500)),
  };
}

/** None of them is an answer, so each is a 500. */
export const thrownValues: Readonly<Record<string, () => unknown>> = {
  "an Error": () => new Error("boom"),
  "a frozen Error": () => Object.freeze(new Error("boom")),
  "a sealed Error": () => Object.seal(new Error("boom")),
  "an Error whose message throws": () => withGetter("message"),
  "an Error whose name throws": () => withGetter("name"),
  "an Error whose stack throws": () => withGetter("stack"),
  "an Error whose cause throws": () => withGetter("cause"),
  "an Error whose toJSON throws": () => Object.assign(new Error("boom"), { toJSON: boom }),
  "an Error whose then throws": () => withGetter("then"),
  "an Error with 50,000 causes": () => longChain,
  "an Error that causes itself": inCircle,
  "an AggregateError that contains itself": () => {
    const error = new AggregateError([], "boom");
    error.errors.push(error);
    return error;
  },
  "a DOMException": () => new DOMException("boom", "AbortError"),
  "a Proxy that throws at everything": () => new Proxy({}, trap),
  "a Proxy of an Error that throws at everything": () => new Proxy(new Error("boom"), trap),
  "a revoked Proxy": () => revoked({}),
  "a revoked Proxy of an Error": () => revoked(new Error("boom")),
  "a revoked Proxy of a function": () => revoked(() => {}),
  null: () => null,
  undefined: () => undefined,
  "a number": () => Number.NaN,
  "a string": () => "boom",
  "a symbol": () => Symbol("boom"),
  "a bigint": () => 10n,
  "a function": () => boom,
  "an object without a prototype": () => Object.create(null),
  "an object that throws when it becomes text": () => ({ [Symbol.toPrimitive]: boom }),
  "an object whose then throws": () => withGetter("then", {}),
  "a promise that rejects": () => {
    const promise = Promise.reject(new Error("boom"));
    promise.catch(() => {});
    return promise;
  },
  ...(stage >= 2 ? httpErrors() : {}),
};

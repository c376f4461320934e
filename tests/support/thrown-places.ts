/** Where a program may throw: an app for each place, made around what is thrown. */

import type { App, AppContext, Endpoint } from "../../day5/src/index.ts";
import { rounds } from "./fake-clock.ts";
import { ray } from "./stage.ts";

export interface Place {
  app(fail: () => never): App;
  /** The head may be out when it happens: then the answer breaks off. */
  readonly breaksOff?: boolean;
}

async function later(fail: () => never): Promise<never> {
  await rounds(1);
  return fail();
}

async function* pieces(count: number, fail: () => never): AsyncGenerator<string> {
  for (let i = 0; i < count; i++) yield "a piece";
  fail();
}

/** Those of a single app, which day 2 has. */
export const appPlaces: Readonly<Record<string, Place>> = {
  "a handler": { app: (fail) => () => fail() },
  "a handler that has answered": {
    app: (fail) => (c: AppContext) => {
      c.header("x-half", "1").string("half an answer", 201);
      return fail();
    },
  },
  "an async handler": { app: (fail) => async () => fail() },
  "an async handler, later": { app: (fail) => () => later(fail) },
  "a handler's thenable": {
    // biome-ignore lint/suspicious/noThenProperty: query builders are like that
    app: (fail) => () => ({ then: (_: unknown, reject: (error: unknown) => void) => caught(fail, reject) }),
  },
  "an endpoint": { app: (fail) => ({ call: () => fail() }) },
  "an async endpoint": { app: (fail) => ({ call: async () => fail() }) },
  "an endpoint's own thenable": {
    app: (fail): Endpoint => ({
      // biome-ignore lint/suspicious/noThenProperty: it calls back on the spot, as no promise does
      call: () => ({ then: (_: unknown, reject: (error: unknown) => void) => caught(fail, reject) }) as never,
    }),
  },
  "intoResponse of a reply": { app: (fail) => () => ({ intoResponse: () => fail() }) },
  "toJSON of a reply": { app: (fail) => () => ({ toJSON: () => fail() }) },
  "a stream at its beginning": { app: (fail) => (c) => c.stream(pieces(0, fail)), breaksOff: true },
  "a stream in its middle": { app: (fail) => (c) => c.stream(pieces(2, fail)), breaksOff: true },
  // Asked for before the head is out: the client can still be told.
  "the iterator of a stream": { app: (fail) => (c) => c.stream({ [Symbol.asyncIterator]: () => fail() }) },
};

/** Those of hooks, which day 5 has. */
export function hookPlaces(): Record<string, Place> {
  const places: Record<string, Place> = {};
  for (const [how, run] of [
    ["", (fail: () => never) => fail()],
    ["async ", (fail: () => never) => later(fail)],
  ] as const) {
    const hook = (fail: () => never) => () => run(fail);
    const router = (fail: () => never, name: string) =>
      new ray.Router().hooks({ [name]: hook(fail) }).get("/boom", (c) => c.string("fine"));
    places[`an ${how}onRequest`] = { app: (fail) => router(fail, "onRequest") };
    places[`an ${how}onResponse`] = { app: (fail) => router(fail, "onResponse") };
    places[`an ${how}onError`] = {
      app: (fail) =>
        new ray.Router().hooks({ onError: hook(fail) }).get("/boom", () => {
          throw new Error("what the hook was called for");
        }),
    };
    places[`an ${how}onError that is handed what was thrown, and passes it on`] = {
      app: (fail) =>
        new ray.Router()
          .hooks({
            onError: (_, error) => {
              if (how === "") throw error;
              return Promise.reject(error);
            },
          })
          .get("/boom", () => fail()),
    };
    places[`an ${how}hook of a group`] = {
      app: (fail) => {
        const router = new ray.Router();
        router
          .group("/boom")
          .hooks(hook(fail))
          .get("/", (c) => c.string("fine"));
        return router.any("/boom", () => fail());
      },
    };
    places[`an ${how}hook of a miss`] = { app: (fail) => new ray.Router().hooks(hook(fail)) };
  }
  return places;
}

/** What `fail` throws, as a rejection. */
function caught(fail: () => never, reject: (error: unknown) => void): void {
  try {
    fail();
  } catch (error) {
    reject(error);
  }
}

/** `around`: a hook that holds the rest of the way in its hands, among hooks of the other forms. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext, AroundFunction, Hook, HookSet, Next, Router } from "../../day5/src/index.ts";
import { gate } from "../support/gate.ts";
import { HookTrace } from "../support/hook-trace.ts";
import { LogBook } from "../support/log-book.ts";
import { ray } from "../support/stage.ts";
import { ask } from "../support/told-routes.ts";

const boom = new Error("the password is tiger");

/** Can be awaited and is no promise, as queries of some databases are. */
function later<Value>(value: Value | PromiseLike<Value>): never {
  const promise = Promise.resolve(value);
  // biome-ignore lint/suspicious/noThenProperty: what can be awaited and is no promise is the point.
  return Object.defineProperty({}, "then", { value: promise.then.bind(promise) }) as never;
}

/** Notes when it is entered and left, and how. */
function traced(trace: HookTrace, name: string): HookSet {
  return ray.around(async (_c, next) => {
    trace.lines.push(`${name}.in`);
    try {
      const response = await next();
      trace.lines.push(`${name}.out`);
      return response;
    } catch (error) {
      trace.lines.push(`${name}.error`);
      throw error;
    }
  });
}

/** One route with hooks G, then the one under test, then r. */
function between(
  trace: HookTrace,
  middle: Hook,
  handler: (c: AppContext) => unknown = trace.handler(),
): Router {
  const router = new ray.Router().hooks(trace.hook("G"));
  const group = router.group("/g").hooks(middle);
  group.addHooks("GET", "/r", trace.hook("r"));
  group.get("/r", handler as () => string);
  return router;
}

test("around stands where it is declared: outside of the hooks further in, inside of those further out (seed 004.45)", async () => {
  const trace = new HookTrace();
  assert.equal(await ask(between(trace, traced(trace, "a")), "GET /g/r"), "answer");
  assert.equal(trace.take(), "G.onRequest a.in r.onRequest handler r.onResponse a.out G.onResponse");
});

test("around works on every level, one inside the other, and around what no route matches", async () => {
  const trace = new HookTrace();
  const router = new ray.Router().hooks(traced(trace, "1"), traced(trace, "2"));
  const group = router.group("/g").hooks(traced(trace, "3"));
  group.get("/r", trace.handler()).addHooks("GET", "/r", traced(trace, "4"));
  for (let i = 0; i < 2; i++) {
    assert.equal(await ask(router, "GET /g/r"), "answer");
    assert.equal(trace.take(), "1.in 2.in 3.in 4.in handler 4.out 3.out 2.out 1.out");
  }
  assert.equal(await ask(router, "GET /nobody"), "404");
  assert.equal(trace.take(), "1.in 2.in 2.error 1.error");
});

for (const [what, fn] of Object.entries<AroundFunction>({
  "returns what next gave": async (_c, next) => await next(),
  "returns the promise of next": (_c, next) => next(),
  "waits for next and returns nothing": async (_c, next) => void (await next()),
  "calls next and neither waits nor returns": (_c, next) => void next(),
})) {
  for (const handler of [
    (c: AppContext) => c.string("good"),
    async () => "good",
    () => new ray.Response("good"),
  ]) {
    test(`an around that ${what} passes the answer on, ${handler}`, async () => {
      const trace = new HookTrace();
      assert.equal(await ask(between(trace, ray.around(fn), handler), "GET /g/r"), "good");
      assert.equal(trace.take(), "G.onRequest r.onRequest r.onResponse G.onResponse");
    });
  }
}

for (const [how, fn] of Object.entries<AroundFunction>({
  "returned at once": (c) => c.string("from around", 403),
  "returned later": async (c) => c.string("from around", 403),
  "not returned": (c) => void c.string("from around", 403),
  "a response of its own": () => new ray.Response("from around", { status: 403 }),
})) {
  test(`an around may answer without next: ${how}`, async () => {
    const trace = new HookTrace();
    assert.equal(await ask(between(trace, ray.around(fn)), "GET /g/r"), "403");
    assert.equal(trace.take(), "G.onRequest G.onResponse");
  });
}

test("an around may change what next gave, and never changes a response that the handler shares", async () => {
  const shared = new ray.Response("shared");
  const change = ray.around(async (_c, next) => {
    const response = await next();
    response.headers.append("x-count", "1");
    response.status = 202;
    return response;
  });
  const router = new ray.Router().hooks(change).get("/", () => shared);
  for (let i = 0; i < 2; i++) {
    const answer = await ray.inject(router, "/");
    assert.deepEqual([answer.status, answer.text()], [202, "shared"]);
    assert.deepEqual(answer.headers.getAll("x-count"), ["1"]);
  }
});

test("an around may put another response in the place of the first, and set fields after the handler", async () => {
  const replace = ray.around(async (c, next) => {
    const { status } = await next();
    c.header("x-first", `${status}`);
    return new ray.Response("another");
  });
  const answer = await ray.inject(between(new HookTrace(), replace), "/g/r");
  assert.deepEqual([answer.status, answer.text(), answer.headers.get("x-first")], [200, "another", "200"]);
});

for (const [how, fail] of Object.entries<() => Promise<string>>({
  throws: () => assert.fail(boom),
  rejects: () => Promise.reject(boom),
})) {
  test(`next rejects with what the handler ${how}, after the hooks further in were asked`, async () => {
    const trace = new HookTrace();
    const answer = await ray.inject(between(trace, traced(trace, "a"), fail), "/g/r");
    assert.deepEqual([answer.status, answer.text()], [500, "Internal Server Error\n"]);
    assert.equal(
      trace.take(),
      "G.onRequest a.in r.onRequest r.onError a.error G.onError r.onResponse G.onResponse",
    );
  });
}

test("an around that catches the error answers it: half an answer is dropped, and nothing is logged", async () => {
  const trace = new HookTrace();
  const log = new LogBook();
  const seen: unknown[] = [];
  const mend: AroundFunction = async (c, next) => {
    try {
      return await next();
    } catch (error) {
      seen.push(error);
      return c.string("mended", 503);
    }
  };
  const router = between(trace, ray.around(mend), (c) => {
    c.header("x-trace", "7").header("etag", '"half"').html("half of a page");
    throw boom;
  });
  const answer = await ray.inject(router, "/g/r", { logger: log });
  assert.deepEqual([answer.status, answer.text()], [503, "mended"]);
  assert.deepEqual([answer.headers.get("etag"), answer.headers.get("x-trace")], [null, "7"]);
  assert.equal(answer.headers.get("content-type"), "text/plain; charset=utf-8");
  assert.deepEqual(seen, [boom]);
  assert.deepEqual(log.errors("error"), []);
  // Whoever has seen the request sees its answer, also where the answer was made further out.
  assert.equal(trace.take(), "G.onRequest r.onRequest r.onError r.onResponse G.onResponse");
});

test("an onError further in answers first: next resolves with that answer", async () => {
  const trace = new HookTrace();
  const router = new ray.Router().hooks(traced(trace, "a"), { onError: (c) => c.string("mended", 503) });
  router.get("/", () => Promise.reject(boom));
  assert.equal(await ask(router, "GET /"), "503");
  assert.equal(trace.take(), "a.in a.out");
});

test("a better error that an around throws is the one that all further out get", async () => {
  const seen: unknown[] = [];
  const better = new ray.HttpError(409, "try again later");
  const router = new ray.Router()
    .hooks({ onError: (_c, error) => void seen.push(error) })
    .hooks(ray.around((_c, next) => next().catch(() => Promise.reject(better))))
    .get("/", () => Promise.reject(boom));
  const answer = await ray.inject(router, "/");
  assert.deepEqual([answer.status, answer.text()], [409, "try again later\n"]);
  assert.deepEqual(seen, [better]);
});

for (const [what, fn] of Object.entries<AroundFunction>({
  "throws before next": () => {
    throw boom;
  },
  "throws after next": async (_c, next) => {
    await next();
    throw boom;
  },
  "swallows the error and says nothing": async (_c, next) => void (await next().catch(() => {})),
})) {
  test(`an around that ${what} is a plain 500 that the hooks further out see`, async () => {
    const trace = new HookTrace();
    const log = new LogBook();
    const swallows = what.startsWith("swallows");
    const handler = swallows ? () => Promise.reject(boom) : () => "good";
    const router = new ray.Router().hooks(trace.hook("G"), ray.around(fn)).get("/", handler);
    const answer = await ray.inject(router, "/", { logger: log });
    assert.deepEqual([answer.status, answer.text()], [500, "Internal Server Error\n"]);
    assert.equal(trace.take(), "G.onRequest G.onError G.onResponse");
    assert.deepEqual(log.errors("error"), [boom]);
  });
}

for (const [what, fn, message] of [
  ["neither answers nor calls next", () => {}, "an around hook neither answered nor called next()"],
  [
    "calls next twice",
    async (_c: unknown, next: Next) => {
      await next();
      return next();
    },
    "next() was called twice: a handler runs once",
  ],
  [
    "returns what is no response",
    (() => 7) as unknown as AroundFunction,
    "a hook returned a value of type number; return a response, such as c.string(…), or nothing",
  ],
] as const) {
  test(`an around that ${what} is 500, and the log says why`, async () => {
    const log = new LogBook();
    const router = new ray.Router().hooks(ray.around(fn)).get("/", () => "secret");
    const answer = await ray.inject(router, "/", { logger: log });
    assert.deepEqual([answer.status, answer.text()], [500, "Internal Server Error\n"]);
    assert.equal((log.errors("error") as Error[])[0]?.message, message);
  });
}

test("an around that does not wait for next may answer first; what next meets later harms nobody", async () => {
  const trace = new HookTrace();
  const open = gate();
  const rejected = gate();
  const race = ray.around((c, next) => {
    next().catch(() => rejected.open());
    return c.string("too late", 503);
  });
  const router = between(trace, race, async () => {
    await open.promise;
    throw boom;
  });
  assert.equal(await ask(router, "GET /g/r"), "503");
  assert.equal(trace.take(), "G.onRequest r.onRequest r.onResponse G.onResponse");
  open.open();
  await rejected.promise;
  // The hooks further in have seen the answer that went out: there is nothing more to ask them.
  assert.equal(trace.take(), "");
});

test("around has nothing beside it, and is a function", () => {
  const router = new ray.Router();
  assert.throws(() => router.hooks({ around: (_c, next) => next(), onError: () => "" }), {
    name: "TypeError",
    message: "a hook with around has nothing beside it: declare two hooks",
  });
  assert.throws(() => router.hooks(ray.around("guard" as never)), {
    name: "TypeError",
    message: "the around of a hook must be a function",
  });
});

test("what is thenable is waited for, whatever hook returned it", async () => {
  const noted = new HookTrace();
  const hooks: readonly HookSet[] = [
    { onRequest: () => later(undefined), onResponse: () => later(new ray.Response("from onResponse")) },
    ray.around((_c, next) => later(next())),
    { onError: () => later("from onError") },
  ];
  const router = new ray.Router().hooks(...hooks.slice(0, 2)).get("/", noted.handler());
  assert.equal(await ask(router, "GET /"), "from onResponse");
  assert.equal(noted.take(), "handler");
  const failing = new ray.Router().hooks(...hooks.slice(1)).get("/", () => Promise.reject(boom));
  assert.equal(await ask(failing, "GET /"), "from onError");
});

/** `around`: a hook that holds the rest of the way in its hands, among the others. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AroundFunction, HookSet } from "../../day5/src/index.ts";
import { LogBook } from "../support/log-book.ts";
import { ray } from "../support/stage.ts";
import { ask } from "../support/told-routes.ts";

const boom = new Error("the password is tiger");

/** Notes every function that is called. */
function noted(seen: string[], name: string): HookSet {
  return {
    onRequest: () => void seen.push(`${name}+`),
    onResponse: () => void seen.push(`${name}-`),
    onError: () => void seen.push(`${name}!`),
  };
}

/** Notes when it is entered and left, and how. */
function traced(seen: string[], name: string): HookSet {
  return ray.around(async (_c, next) => {
    seen.push(`${name}+`);
    try {
      const response = await next();
      seen.push(`${name}-`);
      return response;
    } catch (error) {
      seen.push(`${name}!`);
      throw error;
    }
  });
}

test("I1: around stands where it is declared, among hooks of the other kinds, at every level", async () => {
  const seen: string[] = [];
  const router = new ray.Router().hooks(
    noted(seen, "1"),
    traced(seen, "2"),
    noted(seen, "3"),
    traced(seen, "4"),
  );
  router
    .group("/g")
    .hooks(traced(seen, "5"), noted(seen, "6"))
    .get("/", () => "answer");
  for (let i = 0; i < 2; i++) {
    assert.equal(await ask(router, "GET /g"), "answer");
    assert.equal(seen.splice(0).join(" "), "1+ 2+ 3+ 4+ 5+ 6+ 6- 5- 4- 3- 2- 1-");
  }
});

test("I1: an error passes each hook once, from the inside out, and so does its answer", async () => {
  const seen: string[] = [];
  const router = new ray.Router().hooks(noted(seen, "1"), traced(seen, "2"), noted(seen, "3"));
  router.get("/", () => Promise.reject(boom));
  const log = new LogBook();
  const answer = await ray.inject(router, "/", { logger: log });
  assert.deepEqual([answer.status, answer.text()], [500, "Internal Server Error\n"]);
  assert.equal(seen.join(" "), "1+ 2+ 3+ 3! 2! 1! 3- 1-");
  assert.deepEqual(log.errors("error"), [boom]);
});

test("I1: an around that catches an error answers it, and those further in are shown that answer", async () => {
  const seen: string[] = [];
  const mend: AroundFunction = async (c, next) => {
    try {
      return await next();
    } catch {
      c.string("mended", 503);
      return undefined;
    }
  };
  const router = new ray.Router().hooks(noted(seen, "1"), ray.around(mend), noted(seen, "3"));
  router.get("/", (c) => {
    c.header("x-trace", "7").header("etag", '"half"').html("half of a page");
    throw boom;
  });
  const log = new LogBook();
  const answer = await ray.inject(router, "/", { logger: log });
  assert.deepEqual([answer.status, answer.text()], [503, "mended"]);
  assert.deepEqual([answer.headers.get("etag"), answer.headers.get("x-trace")], [null, "7"]);
  assert.equal(seen.join(" "), "1+ 3+ 3! 3- 1-");
  assert.deepEqual(log.errors("error"), []);
  // Nor is there half of a page where no hook further in was asked.
  const alone = new ray.Router().hooks(ray.around(mend)).get("/", (c) => {
    c.header("etag", '"half"').html("half of a page");
    throw boom;
  });
  assert.equal((await ray.inject(alone, "/")).headers.get("etag"), null);
});

for (const [what, fn, expected] of [
  ["returns what next gave", (_c, next) => next(), "answer"],
  ["waits for next and returns nothing", async (_c, next) => void (await next()), "answer"],
  ["calls next and neither waits nor returns", (_c, next) => void next(), "answer"],
  ["answers without next", (c) => c.string("around"), "around"],
  [
    "puts another response in its place",
    async (_c, next) => (await next()) && new ray.Response("around"),
    "around",
  ],
] satisfies [string, AroundFunction, string][]) {
  test(`an around that ${what} makes the answer "${expected}"`, async () => {
    const router = new ray.Router().hooks(ray.around(fn)).get("/", async () => "answer");
    assert.equal(await ask(router, "GET /"), expected);
  });
}

for (const [what, fn, message] of [
  [
    "calls next twice",
    async (_c, next) => (await next()) && next(),
    "next() was called twice: a handler runs once",
  ],
  ["does nothing", () => {}, "an around hook neither answered nor called next()"],
] satisfies [string, AroundFunction, string][]) {
  test(`an around that ${what} is a 500, and the log says why`, async () => {
    const log = new LogBook();
    let runs = 0;
    const router = new ray.Router().hooks(ray.around(fn)).get("/", () => `${++runs}`);
    assert.equal((await ray.inject(router, "/", { logger: log })).status, 500);
    assert.equal((log.errors("error") as Error[])[0]?.message, message);
    assert.ok(runs < 2, "the handler ran once at the most");
  });
}

test("around has nothing beside it", () => {
  assert.throws(() => new ray.Router().hooks({ around: (_c, next) => next(), onError: () => "" }), {
    name: "TypeError",
    message: "a hook with around has nothing beside it: declare two hooks",
  });
});

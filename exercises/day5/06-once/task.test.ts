/** once: the same order, sent twice, is placed once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { HttpError, Router } from "../../../day5/src/index.ts";
import { inject } from "../../../day5/src/testing.ts";
import { gate } from "../../../tests/support/gate.ts";
import { answer } from "../../answer.ts";

const { once } = await answer<typeof import("./solution.ts")>(import.meta.url, "once");

function setUp(max = 10) {
  let orders = 0;
  const slow = gate();
  const router = new Router();
  router
    .group("/shop")
    .hooks(once(max))
    .post("/order", (c) => {
      orders += 1;
      return c.header("x-order", String(orders)).string(`order ${orders}`, 201);
    })
    .post("/other", () => "other")
    .get("/order", () => `asked ${++orders}`)
    .post("/slow", async () => {
      await slow.promise;
      return "slow";
    })
    .post("/fails", (c) => {
      orders += 1;
      if (orders === 1) throw new HttpError(503, "not now");
      if (orders === 2) return c.string("broken", 500);
      return `order ${orders}`;
    });
  const ask = async (path: string, key?: string, method = "POST") => {
    const headers: Record<string, string> = key === undefined ? {} : { "idempotency-key": key };
    const got = await inject(router, `/shop${path}`, { method, headers });
    return { status: got.status, text: got.text(), order: got.headers.get("x-order") };
  };
  return { ask, slow };
}

test("the same key gets the same answer: status, fields and body", async () => {
  const { ask } = setUp();
  const first = { status: 201, text: "order 1", order: "1" };
  assert.deepEqual(await ask("/order", "k"), first);
  assert.deepEqual(await ask("/order", "k"), first);
  assert.deepEqual(await ask("/order", "k"), first);
});

test("another key, another path, no key, another method: another request", async () => {
  const { ask } = setUp();
  assert.equal((await ask("/order", "k")).text, "order 1");
  assert.equal((await ask("/order", "l")).text, "order 2");
  assert.equal((await ask("/other", "k")).text, "other");
  assert.equal((await ask("/order")).text, "order 3");
  assert.equal((await ask("/order", "k", "GET")).text, "asked 4");
  assert.equal((await ask("/order", "k", "GET")).text, "asked 5");
});

test("while the first is under way, the second is a 409", async () => {
  const { ask, slow } = setUp();
  const first = ask("/slow", "k");
  assert.equal((await ask("/slow", "k")).status, 409);
  slow.open();
  assert.equal((await first).text, "slow");
  assert.equal((await ask("/slow", "k")).text, "slow");
});

test("I1: what failed may be tried again", async () => {
  const { ask } = setUp();
  assert.equal((await ask("/fails", "k")).status, 503);
  assert.equal((await ask("/fails", "k")).status, 500);
  assert.equal((await ask("/fails", "k")).text, "order 3");
  assert.equal((await ask("/fails", "k")).text, "order 3");
});

test("the oldest answer goes when there are too many", async () => {
  const { ask } = setUp(2);
  for (const key of ["a", "b", "c"]) await ask("/order", key);
  assert.equal((await ask("/order", "c")).text, "order 3");
  assert.equal((await ask("/order", "b")).text, "order 2");
  assert.equal((await ask("/order", "a")).text, "order 4");
});

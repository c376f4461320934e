/** tokenBucket: a burst, then a trickle, for each client by itself. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Router } from "../../../day5/src/index.ts";
import { inject } from "../../../day5/src/testing.ts";
import { answer } from "../../answer.ts";

const { tokenBucket } = await answer<typeof import("./solution.ts")>(import.meta.url, "tokenBucket");

function setUp(perSecond: number, burst: number) {
  const clock = { time: 50_000 };
  const hook = tokenBucket({
    perSecond,
    burst,
    key: (c) => c.query.get("who") ?? "",
    now: () => clock.time,
  });
  const router = new Router().hooks(hook).get("/", (c) => c.string("ok"));
  const ask = async (who = "a", path = "/") => {
    const { status, headers } = await inject(router, `${path}?who=${who}`);
    return status === 429 ? `429 in ${headers.get("retry-after")}` : String(status);
  };
  return { clock, ask };
}

test("a burst passes, and then no more", async () => {
  const { ask } = setUp(0.5, 3);
  assert.deepEqual([await ask(), await ask(), await ask(), await ask()], ["200", "200", "200", "429 in 2"]);
});

test("tokens trickle in, in fractions", async () => {
  const { clock, ask } = setUp(0.5, 1);
  assert.equal(await ask(), "200");
  clock.time += 1_999;
  assert.equal(await ask(), "429 in 1");
  clock.time += 1;
  assert.equal(await ask(), "200");
  for (let step = 0; step < 4; step += 1) {
    assert.match(await ask(), /^429/);
    clock.time += 500;
  }
  assert.equal(await ask(), "200", "four times half a second");
});

test("a bucket holds no more than its burst, however long it waits", async () => {
  const { clock, ask } = setUp(1, 2);
  clock.time += 3_600_000;
  assert.equal(await ask(), "200");
  clock.time += 3_600_000;
  assert.deepEqual([await ask(), await ask(), await ask()], ["200", "200", "429 in 1"]);
});

test("each client has its own", async () => {
  const { ask } = setUp(1, 1);
  assert.deepEqual([await ask("a"), await ask("b"), await ask("a")], ["200", "200", "429 in 1"]);
});

test("I3: a path that is not there costs a token, too", async () => {
  const { ask } = setUp(1, 1);
  assert.deepEqual([await ask("a", "/nothing"), await ask("a", "/nothing")], ["404", "429 in 1"]);
});

test("of 10,001 clients the first is forgotten", async () => {
  const { ask } = setUp(0.001, 1);
  for (let client = 0; client <= 10_000; client += 1) await ask(`c${client}`);
  assert.match(await ask("c1"), /^429/);
  assert.equal(await ask("c0"), "200");
});

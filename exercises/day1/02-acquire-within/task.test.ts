/** acquireWithin: in time or not at all, and no permit is ever lost. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { NodeReactor } from "../../../day1/src/event-loop.ts";
import { type Permit, Semaphore } from "../../../day1/src/net.ts";
import { FakeClock, rounds } from "../../../tests/support/fake-clock.ts";
import { answer } from "../../answer.ts";

const { acquireWithin } = await answer<typeof import("./solution.ts")>(import.meta.url, "acquireWithin");

/** One permit, and time that stands still. */
function setUp() {
  const clock = new FakeClock();
  return { clock, reactor: new NodeReactor({ clock }), semaphore: new Semaphore(1) };
}

test("I3: a permit that is free comes at once, and leaves no timer behind", async () => {
  const { clock, reactor, semaphore } = setUp();
  const permit = await acquireWithin(semaphore, 1_000, reactor);
  assert.notEqual(permit, null);
  assert.equal(semaphore.available, 0);
  assert.equal(clock.pending, 0, "timers that are still set");
});

test("who waits too long gets null, and not a moment earlier", async () => {
  const { clock, reactor, semaphore } = setUp();
  await semaphore.acquire();
  let got: Permit | null | undefined;
  void acquireWithin(semaphore, 1_000, reactor).then((permit) => {
    got = permit;
  });
  await clock.pass(999);
  assert.equal(got, undefined);
  await clock.pass(1);
  assert.equal(got, null);
});

test("I3: a permit that comes too late goes back to the semaphore", async () => {
  const { clock, reactor, semaphore } = setUp();
  const held = await semaphore.acquire();
  const late = acquireWithin(semaphore, 1_000, reactor);
  await clock.pass(1_000);
  assert.equal(await late, null);
  held?.release();
  await rounds();
  assert.equal(semaphore.available, 1, "permits that are free");
});

test("a permit that comes in time is handed out once", async () => {
  const { clock, reactor, semaphore } = setUp();
  const held = await semaphore.acquire();
  const waiting = acquireWithin(semaphore, 1_000, reactor);
  await clock.pass(500);
  held?.release();
  const permit = await waiting;
  await clock.pass(1_000);
  assert.equal(semaphore.available, 0, "it is out");
  permit?.release();
  assert.equal(semaphore.available, 1, "it is back");
});

test("a semaphore that closes sends away at once who waits", async () => {
  const { clock, reactor, semaphore } = setUp();
  await semaphore.acquire();
  const waiting = acquireWithin(semaphore, 1_000, reactor);
  semaphore.close();
  assert.equal(await waiting, null);
  assert.equal(clock.pending, 0, "timers that are still set");
});

/** Semaphore, Permit and TaskTracker: the small parts that TcpServer is made of. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { gate } from "../support/gate.ts";
import { ray } from "../support/stage.ts";

test("a semaphore hands out as many permits as it has, then the next waits for one that comes back", async () => {
  const semaphore = new ray.Semaphore(2);
  const [first] = [await semaphore.acquire(), await semaphore.acquire()];
  assert.equal(semaphore.available, 0);
  let served = false;
  const waiting = semaphore.acquire().then((permit) => {
    served = true;
    return permit;
  });
  await Promise.resolve();
  assert.equal(served, false);
  first?.release();
  const third = await waiting;
  assert.equal(semaphore.available, 0, "the permit went straight to the one who waited");
  third?.release();
  assert.equal(semaphore.available, 1);
});

test("whoever waits for a permit is served in the order of asking", async () => {
  const semaphore = new ray.Semaphore(1);
  let permit = await semaphore.acquire();
  const order: number[] = [];
  const waiting = [1, 2, 3].map((n) =>
    semaphore.acquire().then((mine) => {
      order.push(n);
      permit = mine;
    }),
  );
  for (const next of waiting) {
    permit?.release();
    await next;
  }
  assert.deepEqual(order, [1, 2, 3]);
});

test("I3: a permit that is released twice comes back once", async () => {
  const semaphore = new ray.Semaphore(1);
  const permit = await semaphore.acquire();
  permit?.release();
  permit?.release();
  assert.equal(semaphore.available, 1);
});

test("a closed semaphore sends everyone away with null, but takes its permits back", async () => {
  const semaphore = new ray.Semaphore(1);
  const permit = await semaphore.acquire();
  const waiting = semaphore.acquire();
  semaphore.close();
  assert.equal(await waiting, null);
  assert.equal(await semaphore.acquire(), null);
  permit?.release();
  assert.equal(semaphore.available, 1);
  assert.equal(await semaphore.acquire(), null);
});

test("a semaphore without a whole number of permits is refused", () => {
  for (const size of [0, -1, 1.5, Number.NaN]) assert.throws(() => new ray.Semaphore(size), RangeError);
});

test("a task tracker is idle when its last task has ended, however it ended", async () => {
  const tracker = new ray.TaskTracker();
  const one = gate();
  const two = gate();
  tracker.track(one.promise);
  tracker.track(two.promise);
  const calls: string[] = [];
  tracker.onIdle(() => calls.push("first"));
  tracker.onIdle(() => calls.push("second"));
  tracker.onIdle(() => calls.push("taken back"))();
  one.open();
  await one.promise;
  assert.equal(tracker.running, 1);
  assert.deepEqual(calls, []);
  two.fail(new Error("a task may fail"));
  await two.promise.catch(() => {});
  assert.equal(tracker.running, 0);
  assert.deepEqual(calls, ["first", "second"]);
});

test("a task tracker with nothing to wait for answers at once, and only once", async () => {
  const tracker = new ray.TaskTracker();
  let calls = 0;
  const takeBack = tracker.onIdle(() => {
    calls += 1;
  });
  assert.equal(calls, 1);
  takeBack();
  const task = Promise.resolve();
  tracker.track(task);
  await task;
  assert.equal(calls, 1);
});

test("the logger that is the default says nothing, at any level", () => {
  const { silentLogger } = ray;
  for (const level of ["trace", "debug", "info", "warn", "error"] as const) {
    silentLogger[level]("nothing");
    silentLogger[level]({ fields: true }, "nothing");
    assert.equal(silentLogger.isLevelEnabled(level), false);
  }
});

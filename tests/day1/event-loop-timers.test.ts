/** The timeouts of the event loop: never early, first in first out, cleared even in their own round (ML6–ML8). */

import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import type { EventLoop, TimeoutHandle } from "../../day5/src/event-loop.ts";
import { FakeClock, rounds } from "../support/fake-clock.ts";
import { LoopLog } from "../support/loop-log.ts";
import { ray } from "../support/stage.ts";

type Loop = EventLoop<string, string>;

async function startLoop(log: LoopLog) {
  const clock = new FakeClock(1_000);
  const loop: Loop = new ray.EventLoop<string, string>({ clock });
  const running = loop.run(log);
  await rounds();
  log.take();
  const stop = () => {
    loop.shutdown();
    return running;
  };
  return { loop, clock, stop };
}

test("ML6: a timeout is never early, and the loop wakes at its own millisecond (a deviation)", async () => {
  const log = new LoopLog();
  const { loop, clock, stop } = await startLoop(log);
  loop.timeoutMs("late", 10.5);
  assert.equal(clock.nextWakeUp, 1_010.5);
  await clock.pass(10.4);
  assert.deepEqual(log.take(), []);
  await clock.pass(0.1);
  assert.deepEqual(log.take(), ["timeout late", "tick"]);
  await stop();
});

test("ML6: while only a far timeout is pending the loop sleeps, without a tick every 100 ms (a deviation)", async () => {
  const log = new LoopLog();
  const { loop, clock, stop } = await startLoop(log);
  loop.timeoutMs("far", 60_000);
  await clock.pass(59_999);
  assert.deepEqual(log.take(), []);
  await stop();
});

test("ML6: a timeout on the system's clock is not early either", async () => {
  const loop: Loop = new ray.EventLoop<string, string>();
  const running = loop.run({ timeout: () => loop.shutdown() });
  const begun = performance.now();
  loop.timeoutMs("late", 3.7);
  await running;
  assert.ok(performance.now() - begun >= 3.7);
});

test("I1: a timeout of 0 ms set in a callback fires in the next round, never in its own (ML6)", async () => {
  let setting: string[] = [];
  const set = (place: string) => (running: Loop) => {
    if (setting.includes(place)) running.timeoutMs(`set in ${place}`, 0);
    setting = setting.filter((other) => other !== place);
  };
  const log = new LoopLog({ notify: set("notify"), timeout: set("timeout"), tick: set("tick") });
  const { loop, clock, stop } = await startLoop(log);
  setting = ["notify", "timeout", "tick"];
  loop.timeoutMs("late", 0);
  clock.advance(0);
  loop.channel().send("go");
  await clock.pass(0);
  assert.deepEqual(log.take(), [
    ...["notify go", "timeout late", "tick"],
    ...["timeout set in notify", "timeout set in timeout", "timeout set in tick", "tick"],
  ]);
  await stop();
});

test("ML7: timeouts of the same moment fire in the order they were set (a deviation), others by deadline", async () => {
  const log = new LoopLog();
  const { loop, clock, stop } = await startLoop(log);
  loop.timeoutMs("third", 20);
  loop.timeoutMs("first", 10);
  loop.timeoutMs("second", 10);
  loop.timeoutMs("fourth", 20);
  clock.advance(20);
  await rounds();
  assert.deepEqual(log.take(), [
    "timeout first",
    "timeout second",
    "timeout third",
    "timeout fourth",
    "tick",
  ]);
  await stop();
});

test("ML8: clearTimeout says whether the timeout was still pending", async () => {
  const log = new LoopLog();
  const { loop, clock, stop } = await startLoop(log);
  const cleared = loop.timeoutMs("cleared", 10);
  const fired = loop.timeoutMs("fired", 10);
  assert.equal(loop.clearTimeout(cleared), true);
  assert.equal(loop.clearTimeout(cleared), false);
  await clock.pass(10);
  assert.equal(loop.clearTimeout(fired), false);
  assert.deepEqual(log.take(), ["timeout fired", "tick"]);
  await stop();
});

test("ML8: a timeout that an earlier callback of its round clears does not fire", async () => {
  const handles: TimeoutHandle<string>[] = [];
  const answers: boolean[] = [];
  const clear = (loop: Loop, handle: TimeoutHandle<string> | undefined) => {
    if (handle !== undefined) answers.push(loop.clearTimeout(handle));
  };
  const log = new LoopLog({
    notify: (loop) => clear(loop, handles[0]),
    timeout: (loop) => clear(loop, handles[2]),
  });
  const { loop, clock, stop } = await startLoop(log);
  for (const name of ["by notify", "stays", "by a timeout"]) handles.push(loop.timeoutMs(name, 10));
  clock.advance(10);
  loop.channel().send("clear");
  await rounds();
  assert.deepEqual(log.take(), ["notify clear", "timeout stays", "tick"]);
  assert.deepEqual(answers, [true, true]);
  await stop();
});

test("ML8: a stale handle hits no later timeout", async () => {
  const log = new LoopLog();
  const { loop, clock, stop } = await startLoop(log);
  const old = loop.timeoutMs("old", 10);
  loop.clearTimeout(old);
  loop.timeoutMs("new", 10);
  assert.equal(loop.clearTimeout(old), false);
  await clock.pass(10);
  assert.deepEqual(log.take(), ["timeout new", "tick"]);
  await stop();
});

test("a timeout that comes closer than all others is woken for, and a cleared one wakes nobody", async () => {
  const log = new LoopLog();
  const { loop, clock, stop } = await startLoop(log);
  loop.timeoutMs("far", 1_000);
  const near = loop.timeoutMs("near", 10);
  assert.equal(clock.nextWakeUp, 1_010);
  loop.clearTimeout(near);
  await clock.pass(10);
  assert.deepEqual(log.take(), []);
  assert.equal(clock.nextWakeUp, 2_000);
  await clock.pass(990);
  assert.deepEqual(log.take(), ["timeout far", "tick"]);
  await stop();
});

test("a timeout set before run counts from then", async () => {
  const clock = new FakeClock();
  const loop: Loop = new ray.EventLoop<string, string>({ clock });
  loop.timeoutMs("early bird", 10);
  clock.advance(4);
  const log = new LoopLog({ timeout: () => loop.shutdown() });
  const running = loop.run(log);
  await clock.pass(5);
  assert.deepEqual(log.take(), ["tick"]);
  await clock.pass(1);
  await running;
  assert.deepEqual(log.take(), ["timeout early bird", "tick"]);
});

test("inside a round of events the time stands still, between two rounds it goes on", async () => {
  const clock = new FakeClock();
  const loop = new ray.EventLoop<string, string>({ clock });
  assert.equal(loop.now, 0);
  const running = loop.run({});
  clock.advance(5);
  assert.equal(loop.now, 0, "the first round has begun");
  await rounds();
  assert.equal(loop.now, 5);
  loop.shutdown();
  await running;
});

test("a delay beyond what Node's timers take is waited for and does not fire at once", async () => {
  // Node prints a warning and fires after 1 ms when a delay overflows.
  const warned = new AbortController();
  const warning = once(process, "warning", { signal: warned.signal }).then(
    () => "warned",
    () => "silent",
  );
  let woken = false;
  const cancel = ray.systemClock.wakeAfter(2 ** 40, () => {
    woken = true;
  });
  await new Promise((resolve) => ray.systemClock.wakeAfter(2, () => resolve(undefined)));
  cancel();
  warned.abort();
  assert.equal(await warning, "silent");
  assert.equal(woken, false);
});

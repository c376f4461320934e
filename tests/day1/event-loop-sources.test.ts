/** How registered sources report: edge, level and oneshot, and what `deregister` takes back (ML10). */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { EventLoop } from "../../day5/src/event-loop.ts";
import { FakeClock, rounds } from "../support/fake-clock.ts";
import { HandSource, LoopLog } from "../support/loop-log.ts";
import { ray } from "../support/stage.ts";

const { EventSet } = ray;
type Loop = EventLoop<string, string>;

/** A loop that makes no round by itself, with its first one behind it. */
async function startLoop(log: LoopLog) {
  const loop: Loop = new ray.EventLoop<string, string>({ clock: new FakeClock() });
  const running = loop.run(log);
  await rounds();
  log.take();
  const stop = () => {
    loop.shutdown();
    return running;
  };
  return { loop, source: new HandSource(), stop };
}

test("ML10: edge reports each new readiness once", async () => {
  const log = new LoopLog();
  const { loop, source, stop } = await startLoop(log);
  loop.register(source, 1, EventSet.readable, "edge");
  source.becomes(EventSet.readable);
  await rounds();
  assert.deepEqual(log.take(), ["ready 1 1", "tick"]);
  loop.wake();
  await rounds();
  assert.deepEqual(log.take(), ["tick"], "still readable, but that is no news");
  source.becomes(EventSet.readable);
  await rounds();
  assert.deepEqual(log.take(), ["ready 1 1", "tick"]);
  await stop();
});

test("ML10: level reports in every round while the readiness lasts, and then lets the loop sleep", async () => {
  let times = 0;
  const log = new LoopLog({
    ready: () => {
      times += 1;
      if (times === 3) source.becomes(EventSet.none);
    },
  });
  const { loop, source, stop } = await startLoop(log);
  loop.register(source, 1, EventSet.readable, "level");
  assert.deepEqual(log.take(), []);
  source.becomes(EventSet.readable);
  await rounds(6);
  assert.deepEqual(log.take(), ["ready 1 1", "tick", "ready 1 1", "tick", "ready 1 1", "tick"]);
  await stop();
});

test("ML10: oneshot reports once, and again after reregister", async () => {
  const log = new LoopLog();
  const { loop, source, stop } = await startLoop(log);
  loop.register(source, 1, EventSet.readable, "oneshot");
  source.becomes(EventSet.readable);
  source.becomes(EventSet.readable);
  await rounds();
  assert.deepEqual(log.take(), ["ready 1 1", "tick"]);
  loop.reregister(source, 2, EventSet.readable, "oneshot");
  await rounds();
  assert.deepEqual(log.take(), ["ready 2 1", "tick"], "ready when it was armed again");
  await stop();
});

test("ML10: deregister inside a round takes back an event that is under way", async () => {
  const other = new HandSource();
  const log = new LoopLog({
    ready: (loop) => {
      loop.deregister(other);
      other.becomes(EventSet.readable);
    },
  });
  const { loop, source, stop } = await startLoop(log);
  source.becomes(EventSet.readable);
  other.becomes(EventSet.readable);
  loop.register(source, 1, EventSet.readable, "level");
  loop.register(other, 2, EventSet.readable, "level");
  await rounds(1);
  assert.deepEqual(log.take(), ["ready 1 1", "tick"]);
  assert.equal(other.attached, false);
  loop.deregister(source);
  await stop();
});

test("ML10: an edge source that is ready when registered and leaves before the round is not told", async () => {
  const log = new LoopLog();
  const { loop, source, stop } = await startLoop(log);
  source.becomes(EventSet.readable);
  loop.register(source, 1, EventSet.readable);
  loop.deregister(source);
  await rounds();
  assert.deepEqual(log.take(), ["tick"]);
  await stop();
});

for (const opt of ["edge", "level", "oneshot"] as const) {
  test(`${opt}: a source that is ready before it is registered, or before run, is told`, async () => {
    const loop: Loop = new ray.EventLoop<string, string>({ clock: new FakeClock() });
    const [before, later] = [new HandSource(), new HandSource()];
    before.becomes(EventSet.readable);
    loop.register(before, 1, EventSet.readable, opt);
    loop.register(later, 2, EventSet.readable, opt);
    later.becomes(EventSet.readable);
    const log = new LoopLog({ tick: () => loop.shutdown() });
    await loop.run(log);
    assert.deepEqual(log.take(), ["ready 1 1", "ready 2 1", "tick"]);
  });
}

test("only what was asked for is told, except that a source failed or is gone", async () => {
  const log = new LoopLog();
  const { loop, source, stop } = await startLoop(log);
  loop.register(source, 1, EventSet.writable);
  source.becomes(EventSet.readable);
  await rounds();
  assert.deepEqual(log.take(), []);
  source.becomes(EventSet.readable | EventSet.writable);
  source.becomes(EventSet.error);
  source.becomes(EventSet.hup);
  await rounds();
  const { writable, error, hup } = EventSet;
  assert.deepEqual(log.take(), [`ready 1 ${writable}`, `ready 1 ${error}`, `ready 1 ${hup}`, "tick"]);
  await stop();
});

test("reregister changes the token, the interest and how often", async () => {
  const log = new LoopLog();
  const { loop, source, stop } = await startLoop(log);
  loop.register(source, 1, EventSet.readable, "level");
  loop.reregister(source, 2, EventSet.writable, "edge");
  source.becomes(EventSet.readable | EventSet.writable);
  await rounds(4);
  assert.deepEqual(log.take(), ["ready 2 2", "tick"]);
  await stop();
});

test("what happens to a source while the loop does not run is told by the next run", async () => {
  const log = new LoopLog();
  const { loop, source, stop } = await startLoop(log);
  loop.register(source, 1, EventSet.readable);
  await stop();
  log.take();
  source.becomes(EventSet.readable);
  await rounds();
  assert.deepEqual(log.take(), []);
  const again = loop.run(log);
  await rounds();
  assert.deepEqual(log.take(), ["ready 1 1", "tick"]);
  loop.shutdown();
  await again;
});

test("a ready source that is registered in a tick is told in the next round, which comes by itself", async () => {
  const source = new HandSource();
  source.becomes(EventSet.readable);
  let armed = false;
  const log = new LoopLog({
    tick: (loop) => {
      if (armed) loop.register(source, 1, EventSet.readable);
      armed = false;
    },
  });
  const { loop, stop } = await startLoop(log);
  armed = true;
  loop.wake();
  await rounds();
  assert.deepEqual(log.take(), ["tick", "ready 1 1", "tick"]);
  await stop();
});

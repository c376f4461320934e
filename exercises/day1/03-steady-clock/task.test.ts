/** SteadyClock: what was set back is made good, and the loop's timeouts come in their own time. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Clock } from "../../../day1/src/event-loop.ts";
import { FakeClock, rounds } from "../../../tests/support/fake-clock.ts";
import { LoopLog } from "../../../tests/support/loop-log.ts";
import { ray } from "../../../tests/support/stage.ts";
import { answer } from "../../answer.ts";

const { SteadyClock } = await answer<typeof import("./solution.ts")>(import.meta.url, "SteadyClock");

const HOUR = 3_600_000;

/** A wall clock in the test's hand: time passes in `time`, and `set` moves only what it shows. */
class WallClock implements Clock {
  readonly time = new FakeClock();
  #shown = 10 * HOUR;

  now(): number {
    return this.time.now() + this.#shown;
  }

  set(ms: number): void {
    this.#shown += ms;
  }

  wakeAfter(ms: number, wake: () => void): () => void {
    return this.time.wakeAfter(ms, wake);
  }
}

test("while no one sets it, it goes as the wall clock goes", () => {
  const wall = new WallClock();
  const clock = new SteadyClock(wall);
  const begun = clock.now();
  wall.time.advance(1_500);
  assert.equal(clock.now() - begun, 1_500);
});

test("it never goes back", () => {
  const wall = new WallClock();
  const clock = new SteadyClock(wall);
  const before = clock.now();
  wall.set(-HOUR);
  assert.ok(clock.now() >= before, "behind a step back");
});

test("after a step back it goes on, and does not wait until the wall clock has caught up", () => {
  const wall = new WallClock();
  const clock = new SteadyClock(wall);
  const begun = clock.now();
  wall.set(-HOUR);
  clock.now();
  wall.time.advance(1_000);
  assert.equal(clock.now() - begun, 1_000);
});

test("steps add up", () => {
  const wall = new WallClock();
  const clock = new SteadyClock(wall);
  const begun = clock.now();
  for (const step of [-HOUR, -2 * HOUR, -1]) {
    wall.set(step);
    clock.now();
    wall.time.advance(10);
    clock.now();
  }
  assert.equal(clock.now() - begun, 30);
});

test("what is cancelled does not wake", () => {
  const wall = new WallClock();
  const clock = new SteadyClock(wall);
  const woken: string[] = [];
  const cancel = clock.wakeAfter(10, () => woken.push("cancelled"));
  clock.wakeAfter(20, () => woken.push("kept"));
  cancel();
  wall.time.advance(20);
  assert.deepEqual(woken, ["kept"]);
});

test("I1: a timeout fires in its own time, in a round that ends with its tick, though the clock was set back", async () => {
  const wall = new WallClock();
  const log = new LoopLog();
  const loop = new ray.EventLoop<string, string>({ clock: new SteadyClock(wall) });
  const running = loop.run(log);
  await rounds();
  log.take();
  loop.timeoutMs("idle", 100);
  await wall.time.pass(50);
  // No one looks at the clock now: the loop sleeps until it is woken.
  wall.set(-HOUR);
  await wall.time.pass(49);
  assert.deepEqual(log.take(), [], "not early either");
  await wall.time.pass(1);
  assert.deepEqual(log.take(), ["timeout idle", "tick"]);
  loop.shutdown();
  await running;
});

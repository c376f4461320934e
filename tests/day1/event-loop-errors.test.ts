/** A callback that throws ends the run (ML11), and what the loop says to calls that make no sense. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeClock, rounds } from "../support/fake-clock.ts";
import { HandSource, LoopLog } from "../support/loop-log.ts";
import { ray } from "../support/stage.ts";

const { EventSet } = ray;
const all = ["ready 1 1", "interrupted SIGUSR2", "notify hello", "timeout late", "tick"];

for (const [index, line] of all.entries()) {
  const place = line.split(" ")[0] as string;
  test(`ML11: ${place} that throws rejects run, and nothing after it in that round is called`, async () => {
    const boom = new Error("boom");
    let armed = false;
    const log = new LoopLog({
      [place]: () => {
        if (armed) throw boom;
      },
    });
    const clock = new FakeClock();
    const loop = new ray.EventLoop<string, string>({ clock, signals: ["SIGUSR2"] });
    const source = new HandSource();
    loop.register(source, 1, EventSet.readable);
    const running = loop.run(log);
    const rejected = assert.rejects(running, boom);
    await rounds();
    log.take();
    armed = true;
    loop.timeoutMs("late", 10);
    clock.advance(10);
    loop.channel().send("hello");
    process.emit("SIGUSR2", "SIGUSR2");
    source.becomes(EventSet.readable);
    await rejected;
    await rounds();
    assert.deepEqual(log.take(), all.slice(0, index + 1));
    assert.equal(loop.isRunning, false);
    assert.equal(clock.pending, 0, "the alarm is taken back");
  });
}

test("ML11: after a callback threw the loop can run again, and what waited is delivered", async () => {
  const clock = new FakeClock();
  const loop = new ray.EventLoop<string, string>({ clock });
  loop.channel().send("first");
  loop.timeoutMs("late", 5);
  await assert.rejects(
    loop.run({
      notify() {
        throw new Error("boom");
      },
    }),
    /boom/,
  );
  loop.channel().send("second");
  const log = new LoopLog({ timeout: () => loop.shutdown() });
  const running = loop.run(log);
  await clock.pass(5);
  await running;
  assert.deepEqual(log.take(), ["notify second", "tick", "timeout late", "tick"]);
});

test("ML11: a level-triggered source whose ready throws silences the others of that round", async () => {
  const loop = new ray.EventLoop<string, string>({ clock: new FakeClock() });
  const log = new LoopLog({
    ready() {
      throw new Error("boom");
    },
  });
  for (const token of [1, 2]) {
    const source = new HandSource();
    source.becomes(EventSet.readable);
    loop.register(source, token, EventSet.readable, "level");
  }
  await assert.rejects(loop.run(log), /boom/);
  assert.deepEqual(log.take(), ["ready 1 1"]);
});

test("a source is registered once, and only a registered one can be changed or taken out", () => {
  const loop = new ray.EventLoop();
  const source = new HandSource();
  assert.throws(() => loop.reregister(source, 1, EventSet.readable), /not registered/);
  assert.throws(() => loop.deregister(source), /not registered/);
  loop.register(source, 1, EventSet.readable);
  assert.throws(() => loop.register(source, 2, EventSet.readable), /registered already/);
  loop.deregister(source);
  assert.equal(source.attached, false);
  loop.register(source, 2, EventSet.readable);
});

test("close detaches every source, and is refused while the loop runs", async () => {
  const loop = new ray.EventLoop({ clock: new FakeClock() });
  const source = new HandSource();
  loop.register(source, 1, EventSet.readable);
  const running = loop.run({});
  assert.throws(() => loop.close(), /await run\(\)/);
  loop.shutdown();
  assert.throws(() => loop.close(), /await run\(\)/);
  await running;
  loop.close();
  assert.equal(source.attached, false);
});

test("a channel without room and a delay that is no delay are refused", () => {
  for (const capacity of [0, -1, 1.5, Number.NaN]) {
    assert.throws(() => new ray.EventLoop({ capacity }), RangeError);
  }
  const loop = new ray.EventLoop<never, string>();
  for (const ms of [-1, Number.NaN]) assert.throws(() => loop.timeoutMs("x", ms), RangeError);
});

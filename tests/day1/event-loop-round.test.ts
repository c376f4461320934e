/**
 * One round of the event loop: what is called, in which order, and what a callback may do to the rest of
 * its round. ML ids: research/framework-anchors.md §4.3 (mio 0.5).
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeClock, rounds } from "../support/fake-clock.ts";
import { HandSource, LoopLog } from "../support/loop-log.ts";
import { ray } from "../support/stage.ts";

const { EventSet } = ray;

/** A loop that has its first, empty round behind it. */
async function startLoop(
  log: LoopLog,
  options: { signals?: NodeJS.Signals[]; messagesPerTick?: number } = {},
) {
  const clock = new FakeClock();
  const loop = new ray.EventLoop<string, string>({ clock, ...options });
  const source = new HandSource();
  loop.register(source, 7, EventSet.readable);
  const running = loop.run(log);
  running.catch(() => {});
  await rounds();
  log.take();
  const stop = () => {
    loop.shutdown();
    return running;
  };
  return { loop, clock, source, sender: loop.channel(), running, stop };
}

test("I1: a round with one of each is ready, notify, timeout, tick, whatever came first (ML1)", async () => {
  const log = new LoopLog();
  const { loop, clock, source, sender, stop } = await startLoop(log);
  loop.timeoutMs("late", 10);
  clock.advance(10);
  sender.send("hello");
  source.becomes(EventSet.readable);
  await rounds();
  assert.deepEqual(log.take(), ["ready 7 1", "notify hello", "timeout late", "tick"]);
  await stop();
});

test("ML1: a signal is told before notify, timeout and tick", async () => {
  const log = new LoopLog();
  const { loop, clock, sender, stop } = await startLoop(log, { signals: ["SIGUSR2"] });
  loop.timeoutMs("late", 10);
  clock.advance(10);
  sender.send("hello");
  process.emit("SIGUSR2", "SIGUSR2");
  await rounds();
  assert.deepEqual(log.take(), ["interrupted SIGUSR2", "notify hello", "timeout late", "tick"]);
  await stop();
});

test("a loop that sleeps is woken by a real signal, and listens to it only while it runs", async (t) => {
  // Windows has no SIGUSR2 that a process could send to itself.
  if (process.platform === "win32") return t.skip();
  const before = process.listenerCount("SIGUSR2");
  const loop = new ray.EventLoop<string, string>({ signals: ["SIGUSR2"] });
  const log = new LoopLog({ interrupted: () => loop.shutdown() });
  const running = loop.run(log);
  await rounds();
  assert.deepEqual(log.take(), ["tick"]);
  process.kill(process.pid, "SIGUSR2");
  await running;
  assert.deepEqual(log.take(), ["interrupted SIGUSR2", "tick"]);
  assert.equal(process.listenerCount("SIGUSR2"), before);
});

for (const place of ["ready", "notify", "timeout", "interrupted", "tick"] as const) {
  test(`I1: a message sent from inside ${place} comes in the next round, and by itself (ML2)`, async () => {
    let armed = false;
    const send = () => {
      if (armed) sender.send("from inside");
      armed = false;
    };
    const log = new LoopLog({ [place]: send });
    const { loop, clock, source, sender, stop } = await startLoop(log, { signals: ["SIGUSR2"] });
    armed = true;
    loop.timeoutMs("late", 0);
    clock.advance(0);
    source.becomes(EventSet.readable);
    sender.send("from outside");
    process.emit("SIGUSR2", "SIGUSR2");
    await rounds();
    const expected = ["ready 7 1", "interrupted SIGUSR2", "notify from outside", "timeout late", "tick"];
    // A message from outside that comes behind one from inside `ready` keeps its place in the queue.
    const together =
      place === "ready" ? ["notify from inside", "notify from outside"] : ["notify from inside"];
    if (place === "ready") expected.splice(2, 1);
    assert.deepEqual(log.take(), [...expected, ...together, "tick"]);
    await stop();
  });
}

test("ML3: of 300 messages 256 come in one round and 44 in the next, in order", async () => {
  const log = new LoopLog();
  const { sender, stop } = await startLoop(log);
  for (let n = 0; n < 300; n += 1) assert.deepEqual(sender.send(String(n)), { sent: true });
  await rounds();
  const lines = log.take();
  assert.equal(lines.indexOf("tick"), 256);
  assert.equal(lines.lastIndexOf("tick"), 301);
  const numbers = lines.filter((line) => line !== "tick").map((line) => Number(line.slice("notify ".length)));
  assert.deepEqual(
    numbers,
    Array.from({ length: 300 }, (_, n) => n),
  );
  await stop();
});

test("ML3: how many come in one round can be set", async () => {
  const log = new LoopLog();
  const { sender, stop } = await startLoop(log, { messagesPerTick: 2 });
  for (const message of ["a", "b", "c"]) sender.send(message);
  await rounds();
  assert.deepEqual(log.take(), ["notify a", "notify b", "tick", "notify c", "tick"]);
  await stop();
});

test("ML4: shutdown only clears the flag: the rest of the round still happens, then run resolves", async () => {
  const log = new LoopLog({ ready: (running) => running.shutdown() });
  const { loop, clock, source, sender, running } = await startLoop(log);
  loop.timeoutMs("late", 10);
  clock.advance(10);
  sender.send("hello");
  source.becomes(EventSet.readable);
  assert.equal(loop.isRunning, false);
  await running;
  assert.deepEqual(log.take(), ["ready 7 1", "notify hello", "timeout late", "tick"]);
});

test("ML4: shutdown from outside is followed by one last round", async () => {
  const log = new LoopLog();
  const { stop } = await startLoop(log);
  await stop();
  assert.deepEqual(log.take(), ["tick"]);
});

test("ML4: shutdown before run has no effect, and run may be called again", async () => {
  const log = new LoopLog();
  const loop = new ray.EventLoop<string, string>({ clock: new FakeClock() });
  for (let run = 0; run < 2; run += 1) {
    loop.shutdown();
    const running = loop.run(log);
    await rounds();
    assert.equal(loop.isRunning, true);
    loop.shutdown();
    await running;
  }
  assert.deepEqual(log.take(), ["tick", "tick", "tick", "tick"]);
});

test("ML5: isRunning is false before the first run (a deviation), after shutdown and after run (seed 001.4)", async () => {
  const loop = new ray.EventLoop({ clock: new FakeClock() });
  assert.equal(loop.isRunning, false);
  const running = loop.run({});
  assert.equal(loop.isRunning, true);
  loop.shutdown();
  assert.equal(loop.isRunning, false);
  await running;
  assert.equal(loop.isRunning, false);
});

test("a second run while the first goes on is refused and does not disturb it", async () => {
  const log = new LoopLog();
  const { loop, sender, stop } = await startLoop(log);
  await assert.rejects(loop.run({}), /running already/);
  sender.send("hello");
  await rounds();
  assert.deepEqual(log.take(), ["notify hello", "tick"]);
  await stop();
});

test("every callback is optional", async () => {
  const clock = new FakeClock();
  const loop = new ray.EventLoop<string, string>({ clock, signals: ["SIGUSR2"] });
  const source = new HandSource();
  loop.register(source, 1, EventSet.readable);
  const running = loop.run({});
  source.becomes(EventSet.readable);
  loop.channel().send("hello");
  loop.timeoutMs("late", 0);
  process.emit("SIGUSR2", "SIGUSR2");
  await clock.pass(1);
  loop.shutdown();
  await running;
});

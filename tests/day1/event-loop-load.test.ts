/** The loop with much to do: the order of a round holds, nothing is lost, and timers stay cheap. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeClock, rounds } from "../support/fake-clock.ts";
import { HandSource, LoopLog } from "../support/loop-log.ts";
import { ray } from "../support/stage.ts";

const PHASES = ["ready", "notify", "timeout", "tick"];

test("ML1, ML3: under load every round is ready, notify, timeout, tick, and nothing is lost or doubled", async () => {
  const clock = new FakeClock();
  const loop = new ray.EventLoop<string, string>({ clock });
  const log = new LoopLog();
  const running = loop.run(log);
  const sources = Array.from({ length: 100 }, () => new HandSource());
  for (const [token, source] of sources.entries()) loop.register(source, token, ray.EventSet.readable);
  const sender = loop.channel();
  await rounds(2);
  log.take();
  const expected: string[] = [];
  for (let n = 0; n < 2_000; n += 1) {
    loop.timeoutMs(`t${n}`, n % 7);
    assert.deepEqual(sender.send(`m${n}`), { sent: true });
    expected.push(`timeout t${n}`, `notify m${n}`);
  }
  for (const [token, source] of sources.entries()) {
    source.becomes(ray.EventSet.readable);
    expected.push(`ready ${token} ${ray.EventSet.readable}`);
  }
  for (let ms = 0; ms < 7; ms += 1) await clock.pass(1);
  await rounds(12);
  const lines = log.take();
  let phase = 0;
  for (const line of lines) {
    const now = PHASES.indexOf(line.split(" ")[0] as string);
    // A round ends with its tick; the next may begin anywhere.
    assert.ok(now >= phase, `${line} comes after ${PHASES[phase]} in one round`);
    phase = now === 3 ? 0 : now;
  }
  assert.deepEqual(lines.filter((line) => line !== "tick").sort(), expected.sort());
  loop.shutdown();
  await running;
  loop.close();
});

test("setting and taking timers costs O(log n) comparisons each", () => {
  const comparisons = (count: number) => {
    let compared = 0;
    /** A deadline that counts how often it is looked at. */
    const deadline = (ms: number) => ({ valueOf: () => ++compared && ms }) as unknown as number;
    const queue = new ray.TimerQueue<number>();
    for (let n = 0; n < count; n += 1) queue.add(deadline((n * 7_919) % count), n);
    for (let n = 0; n < count; n += 1) queue.takeDue(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    assert.equal(queue.size, 0);
    return compared;
  };
  // Ten times as many, and log 20,000 is 1.3 times log 2,000. A list would need a hundred times as many.
  const ratio = comparisons(20_000) / comparisons(2_000);
  assert.ok(ratio < 15, `${ratio.toFixed(1)} times as many`);
});

/** The heap behind the timeouts, held against a sorted array; and that cleared timers do not pile up. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { TimeoutHandle } from "../../day5/src/event-loop.ts";
import { ray } from "../support/stage.ts";

type Handle = TimeoutHandle<number>;
type Step = { readonly kind: "add" | "clear" | "take"; readonly value: number };

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom("add", "add", "clear", "take"),
  value: fc.nat(50),
});

const byDeadline = (a: Handle, b: Handle) => a.deadline - b.deadline || a.sequence - b.sequence;

test("any mix of adding, clearing and taking gives what a sorted array gives", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const queue = new ray.TimerQueue<number>();
      const all: Handle[] = [];
      let twin: Handle[] = [];
      for (const { kind, value } of steps) {
        if (kind === "add") {
          const handle = queue.add(value, all.length);
          all.push(handle);
          twin = [...twin, handle].sort(byDeadline);
        } else if (kind === "clear") {
          const handle = all[value];
          if (handle !== undefined) assert.equal(queue.clear(handle), twin.includes(handle));
          twin = twin.filter((other) => other !== handle);
        } else {
          const due = twin[0] !== undefined && twin[0].deadline <= value ? twin[0] : null;
          assert.equal(queue.takeDue(value, queue.nextSequence), due);
          if (due !== null) twin = twin.slice(1);
        }
        assert.equal(queue.size, twin.length);
        assert.equal(queue.peek(), twin[0] ?? null);
        assert.equal(queue.earliest, twin[0]?.deadline ?? Number.POSITIVE_INFINITY);
      }
    }),
    { seed: 1, numRuns: 200 },
  );
});

test("clearing in bulk leaves the rest in order", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000), { minLength: 150, maxLength: 400 }), fc.nat(9), (deadlines, keep) => {
      const queue = new ray.TimerQueue<number>();
      const handles = deadlines.map((deadline, index) => queue.add(deadline, index));
      const kept = handles.filter((handle, index) => index % 10 === keep || !queue.clear(handle));
      const taken: Handle[] = [];
      for (let due = queue.takeDue(1_000, 1_000); due !== null; due = queue.takeDue(1_000, 1_000))
        taken.push(due);
      assert.deepEqual(taken, kept.sort(byDeadline));
    }),
    { seed: 1, numRuns: 50 },
  );
});

test("a timer that is newer than the round is not taken, however late it is", () => {
  const queue = new ray.TimerQueue<string>();
  const old = queue.add(5, "old");
  const newer = queue.nextSequence;
  queue.add(1, "new");
  assert.equal(queue.takeDue(10, newer), null, "the new one is first, and it waits for the next round");
  assert.equal(queue.takeDue(10, queue.nextSequence)?.value, "new");
  assert.equal(queue.takeDue(10, newer), old);
  assert.equal(old.pending, false);
});

test("timers that are set and cleared by the hundred thousand leave nothing behind", () => {
  const queue = new ray.TimerQueue<Uint8Array>();
  queue.add(1, new Uint8Array(0));
  const before = process.memoryUsage().arrayBuffers;
  // 100,000 values of 10 KB: 1 GB if the queue kept them.
  for (let n = 0; n < 100_000; n += 1) queue.clear(queue.add(1_000_000, new Uint8Array(10_000)));
  assert.equal(queue.size, 1);
  const grown = process.memoryUsage().arrayBuffers - before;
  assert.ok(grown < 200e6, `${Math.round(grown / 1e6)} MB are still held`);
});

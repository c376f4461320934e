/** The buffer between socket and decoder, held against Buffer.concat; what it hands out stays as it is. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { assertBytes } from "../support/bytes.ts";
import { ray } from "../support/stage.ts";

type Step =
  | { readonly kind: "append"; readonly chunk: Uint8Array }
  | { readonly kind: "take" | "skip"; readonly share: number }
  | { readonly kind: "indexOf"; readonly byte: number; readonly share: number }
  | { readonly kind: "latin1" };

// Few different bytes, so that a search finds some; lengths around those that make the buffer grow.
const chunk = fc.oneof(
  fc.uint8Array({ min: 9, max: 12, maxLength: 40 }),
  fc.integer({ min: 1_000, max: 9_000 }).map((length) => new Uint8Array(length).fill(11)),
);
const share = fc.double({ min: 0, max: 1, noNaN: true });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant("append" as const), chunk }),
  fc.record({ kind: fc.constantFrom("take" as const, "skip" as const), share }),
  fc.record({ kind: fc.constant("indexOf" as const), byte: fc.integer({ min: 8, max: 12 }), share }),
  fc.record({ kind: fc.constant("latin1" as const) }),
);

test("any mix of appending, taking, skipping and searching gives what one long buffer gives", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const buffer = new ray.ReadBuffer();
      let twin = Buffer.alloc(0);
      /** All memory that went in or came out, each beside a copy made at that moment. */
      const handed: [Buffer, Buffer][] = [];
      for (const one of steps) {
        if (one.kind === "append") {
          const given = Buffer.from(one.chunk);
          handed.push([given, Buffer.from(given)]);
          buffer.append(given);
          twin = Buffer.concat([twin, one.chunk]);
        } else if (one.kind === "latin1") {
          const text = buffer.latin1().slice(buffer.start - buffer.textStart);
          assert.ok(twin.length === 0 || text !== "", "latin1 has the next byte at least");
          assert.ok(
            twin.toString("latin1").startsWith(text),
            "latin1 is the unread bytes, or their beginning",
          );
        } else {
          const count = Math.floor(one.share * twin.length);
          if (one.kind === "indexOf") {
            const at = twin.indexOf(one.byte, count);
            assert.equal(buffer.indexOf(one.byte, count), at, "indexOf");
          } else {
            if (one.kind === "skip") buffer.skip(count);
            else {
              const taken = buffer.take(count);
              assertBytes(taken, twin.subarray(0, count), "take gives the oldest bytes");
              handed.push([taken, Buffer.from(taken)]);
            }
            twin = twin.subarray(count);
          }
        }
        assert.equal(buffer.length, twin.length);
        const unread = buffer.bytes.subarray(buffer.start, buffer.end);
        assertBytes(unread, twin, "the unread bytes lie between start and end");
      }
      for (const [memory, copy] of handed) assertBytes(memory, copy, "memory handed out never changes");
    }),
    { seed: 1, numRuns: 150 },
  );
});

/** Bytes that were moved from one memory to another while `feed` ran: the cost that must stay linear. */
function copiedBytes(count: number, feed: (buffer: InstanceType<typeof ray.ReadBuffer>, n: number) => void) {
  const buffer = new ray.ReadBuffer();
  let copied = 0;
  let memory = buffer.bytes;
  for (let n = 0; n < count; n += 1) {
    const before = buffer.length;
    feed(buffer, n);
    if (buffer.bytes !== memory && before > 0) copied += before;
    memory = buffer.bytes;
  }
  return copied;
}

test("a client that drips single bytes costs linear time, however long the frame", () => {
  const count = 1 << 20;
  const one = Buffer.of(1);
  const copied = copiedBytes(count, (buffer) => buffer.append(one));
  assert.ok(copied < 2 * count, `${copied} bytes were copied for ${count} that came`);
});

test("a reader that always leaves a byte behind costs linear time and bounded memory", () => {
  let largest = 0;
  const part = Buffer.alloc(1_000);
  const copied = copiedBytes(10_000, (buffer) => {
    buffer.append(part);
    buffer.skip(buffer.length - 1);
    largest = Math.max(largest, buffer.bytes.length);
  });
  assert.ok(copied < 100_000, `${copied} bytes were copied`);
  assert.ok(largest <= 8 * 1024, `the memory grew to ${largest} bytes for one that is unread`);
});

test("a chunk that comes while the buffer is empty is not copied, and an empty buffer holds no memory", () => {
  const buffer = new ray.ReadBuffer();
  const given = Buffer.from("abc");
  buffer.append(given);
  assert.equal(buffer.bytes, given);
  assert.equal(buffer.take(3).buffer, given.buffer);
  assert.equal(buffer.bytes.length, 0);
});

test("the first memory of its own is 8 KiB", () => {
  const buffer = new ray.ReadBuffer();
  buffer.append(Buffer.from("a"));
  buffer.append(Buffer.from("b"));
  assert.equal(buffer.bytes.length, 8 * 1024);
});

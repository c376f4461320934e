/**
 * A client that never reads: what waits for it in the server is bounded by the high-water mark of its socket and
 * what leaves in one piece. In memory, where no kernel hides how much was written.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { rounds } from "../support/fake-clock.ts";
import { request } from "../support/http-client.ts";
import { MemoryServer, type MemorySocket } from "../support/memory-server.ts";
import { ray } from "../support/stage.ts";

const KIB = 1024;
const { writeBatchBytes, writeTimeoutMs } = ray.connDefaults;

/** Waits until `count` grows no more. */
async function settled(count: () => number): Promise<void> {
  for (let before = -1; before !== count(); ) {
    before = count();
    await rounds(20);
  }
}

/** What one connection may hold: the socket's mark, the batch that crossed it, and the one being collected. */
const bound = (socket: MemorySocket) => socket.writableHighWaterMark + 2 * writeBatchBytes;

test("I3: a stream is asked for no more than the high-water mark holds, and goes on when the client reads", async () => {
  let made = 0;
  async function* endless() {
    for (; ; made += KIB) yield Buffer.alloc(KIB, "x");
  }
  const server = new MemoryServer((c) => c.stream(endless()));
  const { socket, served } = server.open();
  socket.stall();
  socket.push(request("GET /"));
  await settled(() => made);
  assert.ok(made > 0 && made <= bound(socket), `${made} bytes were made for a client that reads none`);
  assert.ok(socket.writableLength <= bound(socket) * 1.1, `${socket.writableLength} bytes wait`);
  const before = made;
  socket.unstall();
  // Once all of it is taken; the limit of the test says if it never goes on.
  while (made === before) await rounds(1);
  socket.destroy();
  await served;
});

test("I3: large bytes leave in slices: a client that reads none is owed a few of them", async () => {
  const server = new MemoryServer((c) => c.bytes(new Uint8Array(8 * KIB * KIB)));
  const { socket, served } = server.open();
  socket.stall();
  socket.push(request("GET /"));
  await settled(() => socket.writableLength);
  assert.ok(socket.writableLength <= bound(socket), `${socket.writableLength} bytes wait`);
  socket.destroy();
  await served;
});

test("thousands of pipelined requests are served as their answers are read, and not before", async () => {
  let calls = 0;
  const server = new MemoryServer((c) => {
    calls += 1;
    return c.string("x".repeat(KIB));
  });
  const { socket, served } = server.open();
  socket.stall();
  for (let n = 0; n < 2_000; n += 1) socket.push(request("GET /"));
  await settled(() => calls);
  assert.ok(calls * KIB <= bound(socket), `${calls} requests were served to a client that reads none`);
  const before = calls;
  socket.unstall();
  await settled(() => calls);
  assert.equal(calls, 2_000, `${before} before the client read`);
  socket.push(null);
  await served;
});

test("I3: a client that takes nothing for the write timeout is let go, and the stream with it", async () => {
  let ended = false;
  async function* endless() {
    try {
      for (;;) yield Buffer.alloc(KIB, "x");
    } finally {
      ended = true;
    }
  }
  const server = new MemoryServer((c) => c.stream(endless()));
  const { socket, served } = server.open();
  socket.stall();
  socket.push(request("GET /"));
  await settled(() => socket.writableLength);
  await server.clock.pass(writeTimeoutMs - 1);
  assert.equal(socket.destroyed, false);
  await server.clock.pass(1);
  await served;
  assert.equal(socket.destroyed, true);
  assert.equal(ended, true);
});

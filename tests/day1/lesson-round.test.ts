/** What a Conn says within one round of the loop leaves as one write, and no earlier than at the end of the round. */

import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { test } from "node:test";
import { assertBytes } from "../support/bytes.ts";
import { connOnSocket } from "../support/conn-on-socket.ts";
import { ray } from "../support/stage.ts";

/** Counts the calls of `write`, each of which is a call of the system. */
function countWrites(socket: Socket): () => number {
  let count = 0;
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  socket.write = ((...args: unknown[]) => {
    count += 1;
    return write(...args);
  }) as typeof socket.write;
  return () => count;
}

test("I1: what is written leaves at the end of the round, in one write and in order", async (t) => {
  const { conn, client, socket } = await connOnSocket(t);
  const writes = countWrites(socket);
  for (let n = 0; n < 10; n += 1) conn.write(`${n}, `);
  conn.write(Buffer.from("caf\xe9.", "latin1"));
  assert.equal(writes(), 0, "the round is not over");
  assertBytes(await client.readUntil("."), "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, caf\xe9.", "order of writes");
  assert.equal(writes(), 1);
});

test("I1: ten lines that come in one piece are answered in one write", async (t) => {
  const { conn, client, socket } = await connOnSocket(t);
  const writes = countWrites(socket);
  const text = "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n";
  const lines = new ray.LineCodec();
  client.send(text);
  for (let n = 0; n < 10; n += 1) {
    const line = await conn.readFrame(lines);
    if (line !== null) conn.writeFrame(line, lines);
  }
  assert.equal(await client.read(text.length), text);
  assert.equal(writes(), 1);
});

test("I1: what a later round writes leaves by itself", async (t) => {
  const { conn, client, socket } = await connOnSocket(t);
  const writes = countWrites(socket);
  conn.write("one.");
  await client.readUntil(".");
  conn.write("two.");
  assert.equal(await client.readUntil("."), "two.");
  assert.equal(writes(), 2);
});

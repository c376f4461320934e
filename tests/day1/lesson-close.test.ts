/** A close that loses no answer: the client gets the last word, whatever it is still sending. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { connOnSocket } from "../support/conn-on-socket.ts";
import { skip, startEcho } from "../support/echo-program.ts";
import { ray } from "../support/stage.ts";
import { within } from "../support/within.ts";

test("I4: a client that sends 8 MiB before it reads still gets the answer that came early", async (t) => {
  const { conn, client } = await connOnSocket(t, { reading: false });
  client.send("I have much to say\n");
  const said = new Promise((sent) => client.socket.write(Buffer.alloc(8 * 1024 * 1024, "x"), sent));
  await conn.readFrame(new ray.LineCodec());
  conn.write("too much\n");
  const closed = conn.close();
  await within(said, "the client to say it all");
  client.resume();
  assert.equal(await client.readAll(), "too much\n");
  await within(closed, "the close");
  assert.equal(client.error, null, "no reset");
});

test("close resolves when the client has ended its side too, and not before", async (t) => {
  const { conn, client } = await connOnSocket(t, { reading: false });
  conn.write("bye\n");
  let isOver = false;
  const closed = conn.close().then(() => {
    isOver = true;
  });
  client.send("one more thing\n");
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(isOver, false, "the client has not even read it");
  client.resume();
  assert.equal(await client.readAll(), "bye\n");
  await within(closed, "the close");
});

test("close ends a read that waits with null, though the client has not ended", async (t) => {
  const { conn, client } = await connOnSocket(t, { halfOpen: true });
  let line: unknown = "the read still waits";
  Promise.resolve(conn.readFrame(new ray.LineCodec())).then((frame) => {
    line = frame;
  });
  const closed = conn.close();
  assert.equal(await client.readAll(), "");
  assert.equal(line, null);
  client.end();
  await within(closed, "the close");
});

test("a close that is over leaves no deadline behind: it would keep the process for two seconds", {
  skip: skip || process.platform === "win32",
}, async (t) => {
  const { child, connect } = await startEcho(t);
  const client = await connect();
  client.send("hello\n");
  await client.readUntil("hello\n");
  client.end();
  await within(client.closed, "the close");
  child.kill("SIGINT");
  // Less than the two seconds; it counts only while nothing happens, so a slow program has all the time it needs.
  const { code } = await within(child.exited, "the program to end, which nothing should keep", {
    stillMs: 1_000,
  });
  assert.equal(code, 0);
});

/** What a Conn does for whoever sends something long to a peer that may leave meanwhile. */

import assert from "node:assert/strict";
import { connPair } from "../support/conn-pair.ts";
import { test } from "../support/grounds.ts";
import { within } from "../support/within.ts";

/** More than is read ahead usually, less than is asked for here. */
const UNREAD = 300_000;

test("the end of a peer is seen behind more unread bytes where more is read ahead", async (t) => {
  const { conn, client } = await connPair(t);
  client.send("x".repeat(UNREAD));
  client.end();
  const ended = new Promise<void>((resolve) => void conn.onEnd(resolve));
  conn.readAhead(1024 * 1024);
  await within(ended, "the end behind what was sent");
  assert.equal(conn.buffered, UNREAD);
});

test("a task after a part of the write deadline runs at its time, and not when it was taken back", async (t) => {
  const { conn, clock } = await connPair(t, { writeTimeoutMs: 1_000 });
  const ran: string[] = [];
  conn.afterWriteTimeout(1 / 4, () => ran.push("quarter"));
  conn.afterWriteTimeout(1 / 2, () => ran.push("half"))();
  await clock.pass(249);
  assert.deepEqual(ran, []);
  await clock.pass(751);
  assert.deepEqual(ran, ["quarter"]);
});

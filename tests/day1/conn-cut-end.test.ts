/** A connection that is cut off while its orderly end is under way: the socket goes, and whoever waits hears it. */

import assert from "node:assert/strict";
import { connPair } from "../support/conn-pair.ts";
import { test } from "../support/grounds.ts";
import { within } from "../support/within.ts";

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

for (const [when, wait] of [
  ["in the same breath", () => {}],
  ["a microtask later", () => Promise.resolve()],
  ["a turn later", turn],
] as const) {
  test(`destroyed ${when} as it was closed, a connection is gone`, async (t) => {
    const { conn } = await connPair(t);
    conn.write("good bye");
    const closed = conn.close();
    await wait();
    conn.destroy();
    await within(closed, "the connection to be gone");
    assert.equal(conn.isClosed, true);
  });
}

test("an end that waits behind bytes which the peer never takes: at the deadline the connection is gone", async (t) => {
  const { conn, clock } = await connPair(t, { reading: false, writeTimeoutMs: 1_000 });
  // Until the kernel takes no more; what is left is less than a slice, and waits in the socket.
  while (!conn.isBacklogged) {
    conn.write(Buffer.alloc(16 * 1024));
    conn.flush();
    await turn();
  }
  const closed = conn.close();
  await clock.pass(10_000);
  await within(closed, "the connection to be gone");
  assert.equal(conn.isClosed, true);
  assert.equal(conn.failure?.code, "WRITE_TIMEOUT");
});

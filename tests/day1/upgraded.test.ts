/** PO5: a connection that has gone over to another protocol is counted, told of the stop, and awaited. */

import assert from "node:assert/strict";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { test } from "../support/grounds.ts";
import { startLineServer } from "../support/line-server.ts";
import { ray } from "../support/stage.ts";

/** After "upgrade" the connection belongs to a chat that ends by its own rules. */
async function startChat(t: Parameters<typeof startLineServer>[0]) {
  const goodbye = gate();
  const server = await startLineServer(t, {
    handler: async (conn, shutdown) => {
      const lines = new ray.LineCodec();
      assert.equal(String(await conn.readFrame(lines)), "upgrade");
      conn.write("welcome\n");
      await shutdown.recv();
      conn.write("we are closing\n");
      await goodbye.promise;
      conn.write("goodbye\n");
    },
  });
  const client = await server.connect();
  client.send("upgrade\n");
  await client.readUntil("welcome\n");
  return { ...server, client, goodbye };
}

test("PO5: it hears the stop through its Shutdown, and the server waits for its own end", async (t) => {
  const { server, client, goodbye, running } = await startChat(t);
  const draining = server.shutdown();
  assert.equal(await client.readUntil("\n"), "we are closing\n");
  let isOver = false;
  void draining.then(() => {
    isOver = true;
  });
  await rounds(5);
  assert.equal(isOver, false, "it is awaited");
  goodbye.open();
  assert.equal(await client.readAll(), "goodbye\n");
  assert.deepEqual(await draining, { finished: 1, forced: 0 });
  await running;
});

test("PO5: one that does not end is cut off at the deadline and counted", async (t) => {
  const { server, client, clock } = await startChat(t);
  const draining = server.shutdown({ deadlineMs: 1_000 });
  await client.readUntil("we are closing\n");
  await clock.pass(1_000);
  assert.deepEqual(await draining, { finished: 0, forced: 1 });
  await client.closed;
});

/** `listen` on a listener that the program has bound itself, and the bounds of a whole server. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";
import { RawClient } from "../support/raw-client.ts";
import { ray } from "../support/stage.ts";

test("listen takes a listener in the place of an address, and closes it at the end", async (t) => {
  const listener = await ray.TcpListener.bind("127.0.0.1:0");
  const leave = gate();
  const server = await ray.listen(listener, async () => {
    await leave.promise;
    return "done";
  });
  t.after(() => server.shutdown({ deadlineMs: 0 }));
  const connect = () => RawClient.connect(listener.address as { host: string; port: number }, { t });
  assert.deepEqual(server.address, listener.address);
  const client = await connect();
  client.send(request("GET /"));
  leave.open();
  assert.equal((await readAnswer(client)).text, "done");
  client.end();
  await server.shutdown();
  await server.closed;
  await assert.rejects(connect(), { code: "ECONNREFUSED" });
});

test("MR1, MR2: beyond maxConnections clients wait in their order, and beyond maxWaiting they are turned away", async (t) => {
  const server = await startHttp1Server(t, (c) => c.path, { maxConnections: 1, maxWaiting: 2 });
  const first = await server.connect();
  first.send(request("GET /1"));
  await readAnswer(first);
  const waiting = [await server.connect(), await server.connect()];
  for (const [index, client] of waiting.entries()) client.send(request(`GET /${index + 2}`));
  const refused = await server.connect();
  await refused.closed;
  assert.equal(refused.received, "");
  await rounds(4);
  assert.equal(waiting.map(({ received }) => received).join(""), "");
  for (const [index, client] of waiting.entries()) {
    (index === 0 ? first : (waiting[index - 1] as RawClient)).end();
    assert.equal((await readAnswer(client)).text, `/${index + 2}`);
  }
});

test("the write deadline of an answer is that of its connection", async (t) => {
  const server = await startHttpServer(t, (c) => c.bytes(new Uint8Array(64 * 1024 * 1024)), {
    conn: { writeTimeoutMs: 200 },
  });
  const client = await server.connect({ reading: false });
  client.send(request("GET /"));
  await rounds(100);
  await server.clock.pass(200);
  client.resume();
  await client.closed;
  assert.ok(client.received.length < 64 * 1024 * 1024);
});

/** How long a client may take with a request body, and with taking its answer. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { assertTimeout, deliver, limits, quiet } from "../support/http-deadlines.ts";
import { startHttpServer } from "../support/http-server.ts";

for (const framing of [{ "Content-Length": "10" }, { "Transfer-Encoding": "chunked" }]) {
  const name = Object.keys(framing)[0];
  test(`I3: a body that is late is a 408 (${name})`, async (t) => {
    const server = await startHttpServer(t, async (c) => c.string(await c.req.text()), { limits });
    const client = await server.connect();
    await deliver(client, request("POST /", framing as Record<string, string>));
    await server.clock.pass(299);
    await quiet(client);
    await server.clock.pass(1);
    await assertTimeout(client, /body took too long/);
  });
}

test("I3: single bytes do not postpone the deadline of a body: its waits are counted together", async (t) => {
  const server = await startHttpServer(t, async (c) => c.string(await c.req.text()), { limits });
  const client = await server.connect();
  await deliver(client, request("POST /", { "Content-Length": "100" }));
  for (let n = 0; n < 9; n += 1) {
    await server.clock.pass(33);
    await deliver(client, "x");
  }
  await server.clock.pass(2);
  await quiet(client);
  await server.clock.pass(1);
  await assertTimeout(client, /body took too long/);
});

test("I3: a body that falls behind the minimum rate is a 408, though its whole time is not over", async (t) => {
  const server = await startHttpServer(t, async (c) => c.string(await c.req.text()), {
    limits: { bodyTimeoutMs: 60_000, bodyGraceMs: 1_000, minBodyBytesPerSecond: 10 },
  });
  const client = await server.connect();
  await deliver(client, request("POST /", { "Content-Length": "100" }));
  // Ten bytes earn one second: 1 s of grace and 1 s for these.
  await server.clock.pass(900);
  await deliver(client, "0123456789");
  await server.clock.pass(1_099);
  await quiet(client);
  await server.clock.pass(1);
  await assertTimeout(client, /body took too long/);
});

test("I3: single bytes earn no time to speak of", async (t) => {
  const server = await startHttpServer(t, async (c) => c.string(await c.req.text()), {
    limits: { bodyGraceMs: 1_000, minBodyBytesPerSecond: 1_000 },
  });
  const client = await server.connect();
  await deliver(client, request("POST /", { "Content-Length": "100" }));
  for (let n = 0; n < 10; n += 1) {
    await server.clock.pass(100);
    await deliver(client, "x");
  }
  await quiet(client);
  await server.clock.pass(10);
  await assertTimeout(client, /body took too long/);
});

test("a body that keeps to the minimum rate may take its whole time", async (t) => {
  const server = await startHttpServer(t, async (c) => c.string(await c.req.text()), {
    limits: { bodyTimeoutMs: 10_000, bodyGraceMs: 1_000, minBodyBytesPerSecond: 10 },
  });
  const client = await server.connect();
  await deliver(client, request("POST /", { "Content-Length": "100" }));
  for (let n = 0; n < 10; n += 1) {
    await server.clock.pass(990);
    await deliver(client, "0123456789");
  }
  assert.equal((await readAnswer(client)).text, "0123456789".repeat(10));
});

test("the time that the handler takes between two reads is not the client's", async (t) => {
  const first = gate();
  const go = gate();
  const server = await startHttpServer(
    t,
    async (c) => {
      const pieces: string[] = [];
      for await (const piece of c.req.stream()) {
        pieces.push(piece.toString());
        if (pieces.length > 1) continue;
        first.open();
        await go.promise;
      }
      return pieces;
    },
    { limits },
  );
  const client = await server.connect();
  await deliver(client, request("POST /", { "Content-Length": "4" }));
  await server.clock.pass(200);
  client.send("on");
  await first.promise;
  await server.clock.pass(10_000);
  go.open();
  await rounds(2);
  await server.clock.pass(99);
  await quiet(client);
  client.send("ce");
  assert.equal((await readAnswer(client)).text, '["on","ce"]');
});

test("I3: the rest of an unread body that never comes closes the connection when it is due", async (t) => {
  const server = await startHttpServer(t, () => "x", { limits });
  const client = await server.connect();
  client.send(request("POST /", { "Content-Length": "10" }));
  assert.equal((await readAnswer(client)).text, "x");
  await server.clock.pass(299);
  await quiet(client);
  await server.clock.pass(1);
  assert.equal(await client.readAll(), "");
});

test("I3: a client that does not read its answer is cut off at the write deadline", async (t) => {
  const server = await startHttpServer(t, (c) => c.bytes(new Uint8Array(64 * 1024 * 1024)), {
    conn: { writeTimeoutMs: 200 },
  });
  const client = await server.connect({ reading: false });
  client.send(request("GET /"));
  await rounds(100);
  await server.clock.pass(200);
  await server.server.shutdown();
  client.resume();
  await client.closed;
  assert.ok(client.received.length < 64 * 1024 * 1024);
});

test("a client that reads slowly but steadily is not cut off", async (t) => {
  const MiB = 1024 * 1024;
  const server = await startHttpServer(t, (c) => c.bytes(new Uint8Array(64 * MiB)), {
    conn: { writeTimeoutMs: 200 },
  });
  const client = await server.connect({ reading: false });
  client.send(request("GET /"));
  for (let n = 0; n < 8; n += 1) {
    client.resume();
    // More than the kernel holds back: the server has got rid of some of it too.
    await client.read(8 * MiB);
    client.pause();
    await server.clock.pass(150);
  }
  assert.equal(client.isClosed, false);
});

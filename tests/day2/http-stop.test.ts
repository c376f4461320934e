/** A stop, as clients meet it who have been let in and wait, and those who come while balancers find out. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";
import { RawClient } from "../support/raw-client.ts";

test("each client that waits when the stop comes gets its one request, however many wait for one permit", async (t) => {
  const leave = gate();
  const server = await startHttpServer(
    t,
    async (c) => {
      if (c.path === "/slow") await leave.promise;
      return c.path;
    },
    { maxConnections: 1 },
  );
  const first = await server.connect();
  first.send(request("GET /slow"));
  const waiting = [await server.connect(), await server.connect(), await server.connect()];
  for (const [n, client] of waiting.entries()) client.send(request(`GET /${n}`) + request("GET /never"));
  await rounds(4);
  const draining = server.server.shutdown();
  await rounds(3);
  leave.open();
  assert.equal((await readAnswer(first)).text, "/slow");
  for (const [n, client] of waiting.entries()) {
    const answer = await readAnswer(client);
    assert.deepEqual([answer.text, answer.field("connection")], [`/${n}`, "close"]);
    assert.equal(await client.readAll(), "");
  }
  assert.deepEqual(await draining, { finished: 4, forced: 0 });
  await server.server.closed;
});

test("one that waited and says nothing holds the stop for a second, and is closed without a word", async (t) => {
  const leave = gate();
  const server = await startHttpServer(t, () => leave.promise.then(() => ""), { maxConnections: 1 });
  const first = await server.connect();
  first.send(request("GET /"));
  const silent = await server.connect();
  await rounds(4);
  const draining = server.server.shutdown();
  leave.open();
  assert.equal((await readAnswer(first)).status, 200);
  await first.readAll();
  await rounds(5);
  await server.clock.pass(999);
  assert.equal(silent.ended, false);
  await server.clock.pass(1);
  assert.equal(await silent.readAll(), "");
  assert.deepEqual(await draining, { finished: 2, forced: 0 });
});

test("acceptGraceMs: who comes is served, every answer says close, idle clients are left alone until the port closes", async (t) => {
  const server = await startHttp1Server(t, (c) => String(c.isDraining), { acceptGraceMs: 3_000 });
  const [asks, idle] = [await server.connect(), await server.connect()];
  for (const client of [asks, idle]) {
    client.send(request("GET /"));
    const answer = await readAnswer(client);
    assert.deepEqual([answer.text, answer.field("connection")], ["false", null]);
  }
  const draining = server.server.shutdown();
  for (const client of [asks, await server.connect()]) {
    client.send(request("GET /") + request("GET /never"));
    const answer = await readAnswer(client);
    assert.deepEqual([answer.text, answer.field("connection")], ["true", "close"]);
    assert.equal(await client.readAll(), "");
  }
  await server.clock.pass(2_999);
  assert.equal(idle.ended, false);
  await server.clock.pass(1);
  assert.equal(await idle.readAll(), "");
  await assert.rejects(RawClient.connect(server.address), { code: "ECONNREFUSED" });
  assert.deepEqual(await draining, { finished: 3, forced: 0 });
});

test("a connection let in just before the port closed gets its one request within drainGraceMs", async (t) => {
  const server = await startHttp1Server(t, (c) => c.path, {
    acceptGraceMs: 1_000,
    limits: { drainGraceMs: 500 },
  });
  const [late, silent] = [await server.connect(), await server.connect()];
  await rounds(3);
  const draining = server.server.shutdown();
  await server.clock.pass(1_000);
  await rounds(3);
  await assert.rejects(RawClient.connect(server.address), { code: "ECONNREFUSED" });
  await server.clock.pass(499);
  late.send(request("GET /late"));
  const answer = await readAnswer(late);
  assert.deepEqual([answer.text, answer.field("connection")], ["/late", "close"]);
  assert.equal(silent.ended, false);
  await server.clock.pass(1);
  assert.equal(await silent.readAll(), "");
  assert.deepEqual(await draining, { finished: 2, forced: 0 });
});

/** What a shutdown does to a connection in each of its states: the table PO4, with the changes of PO5. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { DrainResult } from "../../day5/src/net.ts";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { RawClient } from "../support/raw-client.ts";

/** A server whose handlers at /slow wait for the gate. */
async function slowServer(t: Parameters<typeof startHttpServer>[0]) {
  const entered = gate();
  const leave = gate();
  const server = await startHttpServer(t, async (c) => {
    if (c.path !== "/slow") return c.string(c.path);
    entered.open();
    await leave.promise;
    return c.string(`${c.path} ${await c.req.text()}`);
  });
  return { ...server, entered, leave };
}

const finished = (count: number): DrainResult => ({ finished: count, forced: 0 });

test("PO4: keep-alive and idle → closed at once", async (t) => {
  const server = await slowServer(t);
  const client = await server.connect();
  client.send(request("GET /"));
  assert.equal((await readAnswer(client)).field("connection"), null);
  assert.deepEqual(await server.server.shutdown(), finished(1));
  assert.equal(await client.readAll(), "");
  assert.equal(client.error, null);
  await server.server.closed;
});

test("PO4: keep-alive and idle but for an empty line → closed at once", async (t) => {
  const server = await slowServer(t);
  const client = await server.connect();
  client.send(`${request("GET /")}\r\n\r`);
  await readAnswer(client);
  await rounds(3);
  assert.deepEqual(await server.server.shutdown(), finished(1));
  assert.equal(await client.readAll(), "");
});

test("PO5: keep-alive with part of the next head → that one request is finished", async (t) => {
  const server = await slowServer(t);
  const client = await server.connect();
  client.send(`${request("GET /1")}GET /2 HTTP/1.1\r\nHo`);
  assert.equal((await readAnswer(client)).text, "/1");
  await rounds(3);
  const draining = server.server.shutdown();
  await rounds(3);
  client.send(`st: a\r\n\r\n${request("GET /3")}`);
  const answer = await readAnswer(client);
  assert.equal(answer.text, "/2");
  assert.equal(answer.field("connection"), "close");
  assert.equal(await client.readAll(), "");
  assert.deepEqual(await draining, finished(1));
});

test("PO4: fresh, no byte read → closed at once", async (t) => {
  const server = await slowServer(t);
  const client = await server.connect();
  await rounds(3);
  assert.deepEqual(await server.server.shutdown(), finished(1));
  assert.equal(await client.readAll(), "");
});

test("PO4: fresh, part of a head → allowed to finish that one request", async (t) => {
  const server = await slowServer(t);
  const client = await server.connect();
  client.send("GET /1 HT");
  await rounds(3);
  const draining = server.server.shutdown();
  await rounds(3);
  client.send(`TP/1.1\r\nHost: a\r\n\r\n${request("GET /2")}`);
  const answer = await readAnswer(client);
  assert.equal(answer.text, "/1");
  assert.equal(answer.field("connection"), "close");
  assert.equal(await client.readAll(), "");
  assert.deepEqual(await draining, finished(1));
});

test("PO4: part of a head that is never finished → its own deadline holds, then a 408", async (t) => {
  const server = await slowServer(t);
  const client = await server.connect();
  client.send("GET /1 HT");
  await rounds(3);
  const draining = server.server.shutdown({ deadlineMs: 60_000 });
  await server.clock.pass(10_000);
  assert.equal((await readAnswer(client)).status, 408);
  assert.deepEqual(await draining, finished(1));
});

test("PO4: request in flight → completes with Connection: close; later pipelined ones are never answered", async (t) => {
  const server = await slowServer(t);
  const client = await server.connect();
  client.send(request("GET /slow") + request("GET /2") + request("GET /3"));
  await server.entered.promise;
  const draining = server.server.shutdown();
  await rounds(3);
  server.leave.open();
  const answer = await readAnswer(client);
  assert.equal(answer.text, "/slow ");
  assert.equal(answer.field("connection"), "close");
  assert.equal(await client.readAll(), "");
  assert.deepEqual(await draining, finished(1));
});

test("PO4: body still arriving → the handler goes on, then close", async (t) => {
  const server = await slowServer(t);
  const client = await server.connect();
  client.send(request("POST /slow", { "Content-Length": "10" }));
  await server.entered.promise;
  server.leave.open();
  const draining = server.server.shutdown();
  await rounds(3);
  client.send("0123456789");
  const answer = await readAnswer(client);
  assert.equal(answer.text, "/slow 0123456789");
  assert.equal(answer.field("connection"), "close");
  assert.equal(await client.readAll(), "");
  assert.deepEqual(await draining, finished(1));
});

test("an answer that streams when the shutdown comes is finished, and is the last", async (t) => {
  const more = gate();
  const server = await startHttpServer(t, (c) => {
    async function* pieces() {
      yield "first ";
      await more.promise;
      yield "last";
    }
    return c.stream(pieces());
  });
  const client = await server.connect();
  client.send(request("GET /") + request("GET /"));
  const head = await client.readUntil("first \r\n");
  assert.doesNotMatch(head, /connection/);
  const draining = server.server.shutdown();
  await rounds(3);
  more.open();
  assert.equal(await client.readAll(), "4\r\nlast\r\n0\r\n\r\n");
  assert.deepEqual(await draining, finished(1));
});

test("the answer is out, the rest of an unread body still arriving → closed at once", async (t) => {
  const server = await slowServer(t);
  const client = await server.connect();
  client.send(request("POST /1", { "Content-Length": "10" }));
  assert.equal((await readAnswer(client)).text, "/1");
  assert.deepEqual(await server.server.shutdown(), finished(1));
  assert.equal(await client.readAll(), "");
});

test("the deadline cuts off what is left, and the result counts it", async (t) => {
  const server = await slowServer(t);
  const [idle, stuck] = [await server.connect(), await server.connect()];
  idle.send(request("GET /"));
  await readAnswer(idle);
  stuck.send(request("GET /slow"));
  await server.entered.promise;
  const draining = server.server.shutdown({ deadlineMs: 500 });
  assert.equal(await idle.readAll(), "");
  await server.clock.pass(499);
  assert.equal(stuck.isClosed, false);
  await server.clock.pass(1);
  assert.deepEqual(await draining, { finished: 1, forced: 1 });
  await stuck.closed;
  assert.equal(stuck.received, "");
  // The handler is still at it; its answer goes nowhere and harms nobody.
  server.leave.open();
  await server.server.closed;
});

test("new clients are refused from the first moment on; a second shutdown gives the same result", async (t) => {
  const server = await slowServer(t);
  const client = await server.connect();
  client.send(request("GET /slow"));
  await server.entered.promise;
  const draining = server.server.shutdown();
  await rounds(2);
  await assert.rejects(RawClient.connect(server.address), { code: "ECONNREFUSED" });
  server.leave.open();
  assert.deepEqual(await draining, finished(1));
  assert.deepEqual(await server.server.shutdown({ deadlineMs: 0 }), finished(1));
  await server.server.closed;
});

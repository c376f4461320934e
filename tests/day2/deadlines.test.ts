/** Head and keep-alive deadlines: separate, total, and on a clock that the test moves. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { assertTimeout, deliver, limits, quiet } from "../support/http-deadlines.ts";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";

test("I3: a connection that says nothing is closed without a word when the head is due", async (t) => {
  const server = await startHttpServer(t, () => "x", { limits });
  const client = await server.connect();
  await server.clock.pass(99);
  await quiet(client);
  await server.clock.pass(1);
  assert.equal(await client.readAll(), "");
  assert.equal(client.error, null);
});

test("I3: a connection that says only an empty line is as good as silent", async (t) => {
  const server = await startHttpServer(t, () => "x", { limits });
  for (const bytes of ["\r\n\r\n", "\r"]) {
    const client = await server.connect();
    await deliver(client, bytes);
    await server.clock.pass(100);
    assert.equal(await client.readAll(), "");
  }
});

test("I3: a head that comes in part is a 408 when it is due, counted from the accept", async (t) => {
  const server = await startHttpServer(t, () => "x", { limits });
  const client = await server.connect();
  await server.clock.pass(60);
  await deliver(client, "GET / HTTP/1.1\r\nHo");
  await server.clock.pass(39);
  await quiet(client);
  await server.clock.pass(1);
  await assertTimeout(client, /head took too long/);
});

test("I3: single bytes do not postpone the deadline of a head", async (t) => {
  const server = await startHttpServer(t, () => "x", { limits });
  const client = await server.connect();
  await rounds(2);
  for (const byte of "GET / HTT") {
    await deliver(client, byte);
    await server.clock.pass(11);
  }
  await quiet(client);
  await server.clock.pass(1);
  await assertTimeout(client, /head took too long/);
});

test("I3: the head of a later request has its own deadline, from its first byte", async (t) => {
  const server = await startHttp1Server(t, () => "x", { limits });
  const client = await server.connect();
  client.send(request("GET /"));
  await readAnswer(client);
  await server.clock.pass(950);
  await deliver(client, "GET / HT");
  await server.clock.pass(99);
  await quiet(client);
  await server.clock.pass(1);
  await assertTimeout(client, /head took too long/);
});

test("I3: a later head that comes with the answer to the one before is timed as well", async (t) => {
  const server = await startHttpServer(t, () => "x", { limits });
  const client = await server.connect();
  client.send(`${request("GET /")}GET / HT`);
  await readAnswer(client);
  await server.clock.pass(99);
  await quiet(client);
  await server.clock.pass(1);
  await assertTimeout(client, /head took too long/);
});

test("no deadline of the client's runs while a handler is at work", async (t) => {
  const go = gate();
  const server = await startHttpServer(
    t,
    async (c) => {
      await go.promise;
      return c.string("late, but here");
    },
    { limits },
  );
  const client = await server.connect();
  await deliver(client, request("GET /"));
  await server.clock.pass(200_000);
  await quiet(client);
  go.open();
  assert.equal((await readAnswer(client)).text, "late, but here");
});

test("I3: an idle keep-alive connection is closed without a word when its time is up", async (t) => {
  const server = await startHttpServer(t, () => "x", { limits });
  const client = await server.connect();
  client.send(request("GET /"));
  await readAnswer(client);
  await server.clock.pass(999);
  await quiet(client);
  await server.clock.pass(1);
  assert.equal(await client.readAll(), "");
  assert.equal(client.error, null);
  assert.deepEqual(server.log.messages("error"), []);
});

test("I3: an empty line between two requests does not make a connection busy", async (t) => {
  const server = await startHttpServer(t, () => "x", { limits });
  const client = await server.connect();
  client.send(`${request("GET /")}\r\n`);
  await readAnswer(client);
  await server.clock.pass(999);
  await quiet(client);
  await server.clock.pass(1);
  assert.equal(await client.readAll(), "");
});

test("every request moves the keep-alive deadline on", async (t) => {
  const server = await startHttpServer(t, () => "x", { limits });
  const client = await server.connect();
  for (let n = 0; n < 5; n += 1) {
    client.send(request("GET /"));
    assert.equal((await readAnswer(client)).text, "x");
    await server.clock.pass(900);
  }
  await server.clock.pass(99);
  await quiet(client);
  await server.clock.pass(1);
  assert.equal(await client.readAll(), "");
});

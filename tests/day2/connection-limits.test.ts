/** How many requests a connection may carry, and the grace in which an idle one may send its last. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { rounds } from "../support/fake-clock.ts";
import { readAnswer, readAnswers, request } from "../support/http-client.ts";
import { deliver, quiet } from "../support/http-deadlines.ts";
import { startHttp1Server } from "../support/http-server.ts";

test("I3: the last request that a connection may carry is answered with Connection: close", async (t) => {
  const server = await startHttp1Server(t, (c) => c.path, { limits: { maxRequestsPerConnection: 3 } });
  for (const pipelined of [true, false]) {
    const client = await server.connect();
    const asked = ["/1", "/2", "/3", "/4"].map((path) => request(`GET ${path}`));
    if (pipelined) client.send(asked.join(""));
    for (const [index, path] of ["/1", "/2", "/3"].entries()) {
      if (!pipelined) client.send(asked[index] as string);
      const answer = await readAnswer(client);
      assert.equal(answer.text, path);
      assert.equal(answer.field("connection"), path === "/3" ? "close" : null);
    }
    assert.equal(await client.readAll(), "");
  }
});

test("a connection for a single request says so at once", async (t) => {
  const server = await startHttp1Server(t, () => "x", { limits: { maxRequestsPerConnection: 1 } });
  const answer = await server.ask(request("GET /"));
  assert.equal(answer.field("connection"), "close");
});

const limits = { drainGraceMs: 300, keepAliveTimeoutMs: 1_000 };

test("during the grace an idle connection may send one more request, which is answered and the last", async (t) => {
  const server = await startHttp1Server(t, (c) => c.path, { limits });
  const [used, fresh] = [await server.connect(), await server.connect()];
  used.send(request("GET /1"));
  await readAnswer(used);
  await rounds(3);
  const draining = server.server.shutdown();
  await server.clock.pass(299);
  await quiet(used);
  for (const client of [used, fresh]) {
    client.send(request("GET /2") + request("GET /3"));
    const answer = await readAnswer(client);
    assert.equal(answer.text, "/2");
    assert.equal(answer.field("connection"), "close");
    assert.equal(await client.readAll(), "");
  }
  assert.deepEqual(await draining, { finished: 2, forced: 0 });
});

test("after the grace an idle connection is closed without a word", async (t) => {
  const server = await startHttp1Server(t, (c) => c.path, { limits });
  const client = await server.connect();
  client.send(request("GET /1"));
  await readAnswer(client);
  await rounds(3);
  const draining = server.server.shutdown();
  await server.clock.pass(299);
  await quiet(client);
  await server.clock.pass(1);
  assert.equal(await client.readAll(), "");
  assert.deepEqual(await draining, { finished: 1, forced: 0 });
});

test("the grace lengthens no other deadline", async (t) => {
  const server = await startHttp1Server(t, (c) => c.path, { limits });
  const client = await server.connect();
  client.send(request("GET /1"));
  await readAnswer(client);
  await server.clock.pass(900);
  const draining = server.server.shutdown();
  await server.clock.pass(100);
  assert.equal(await client.readAll(), "");
  assert.deepEqual(await draining, { finished: 1, forced: 0 });
});

test("a stop while the rest of an unread body arrives leaves the grace for one request more", async (t) => {
  const server = await startHttp1Server(t, (c) => c.path, { limits });
  const client = await server.connect();
  client.send(request("POST /1", { "Content-Length": "4" }));
  await readAnswer(client);
  const draining = server.server.shutdown();
  await deliver(client, "rest");
  client.send(request("GET /2"));
  const [answer] = await readAnswers(client, 1);
  assert.equal(answer?.text, "/2");
  assert.equal(answer?.field("connection"), "close");
  await draining;
});

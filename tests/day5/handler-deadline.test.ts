/** How long a handler may work on an answer, and what becomes of one that takes longer. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext, HttpError } from "../../day5/src/index.ts";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { deliver, quiet } from "../support/http-deadlines.ts";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";

const limits = { handlerTimeoutMs: 500 };

/** A server whose handler waits for the gate at every path but /now. */
async function slowServer(t: Parameters<typeof startHttpServer>[0]) {
  const leave = gate();
  const seen: AppContext[] = [];
  const server = await startHttp1Server(
    t,
    async (c) => {
      if (c.path === "/now") return c.string("now");
      seen.push(c);
      await leave.promise;
      return c.string(c.path);
    },
    { limits },
  );
  return { ...server, leave, seen };
}

test("a handler that is not done in its time: 503, the connection closes, the log says which", async (t) => {
  const server = await slowServer(t);
  const client = await server.connect();
  await deliver(client, request("GET /stuck?x=1") + request("GET /now"));
  await server.clock.pass(499);
  await quiet(client);
  await server.clock.pass(1);
  const answer = await readAnswer(client);
  assert.equal(answer.statusLine, "HTTP/1.1 503 Service Unavailable");
  assert.equal(answer.field("connection"), "close");
  assert.equal(answer.text, "Service Unavailable\n");
  assert.equal(await client.readAll(), "", "what is pipelined behind it is not answered");
  const entry = server.log.entries.find(({ level }) => level === "error");
  const { err, method, path } = entry?.fields ?? {};
  assert.deepEqual([(err as HttpError).code, method, path], ["HANDLER_TIMEOUT", "GET", "/stuck"]);
});

test("its signal tells the handler that nobody waits, also where it asks for it later", async (t) => {
  const server = await slowServer(t);
  const [early, late] = [await server.connect(), await server.connect()];
  await deliver(early, request("GET /early"));
  const signal = server.seen[0]?.signal;
  await deliver(late, request("GET /late"));
  assert.equal(signal?.aborted, false);
  await server.clock.pass(500);
  await Promise.all([readAnswer(early), readAnswer(late)]);
  assert.equal(signal?.aborted, true);
  assert.equal(signal?.reason.code, "HANDLER_TIMEOUT");
  assert.equal(server.seen[1]?.signal.aborted, true);
});

test("what the handler says or throws after its time goes nowhere and harms nobody", async (t) => {
  const leave = gate();
  let returned = 0;
  const server = await startHttpServer(
    t,
    async (c) => {
      await leave.promise;
      if (c.path === "/throws") throw new Error("too late");
      const pieces = { next: async () => ({ done: true, value: "" }), return: async () => ++returned };
      return { [Symbol.asyncIterator]: () => pieces };
    },
    { limits },
  );
  const clients = [await server.connect(), await server.connect()];
  await deliver(clients[0] as (typeof clients)[0], request("GET /throws"));
  await deliver(clients[1] as (typeof clients)[0], request("GET /stream"));
  await server.clock.pass(500);
  for (const client of clients) assert.equal((await readAnswer(client)).status, 503);
  leave.open();
  await rounds(3);
  assert.equal(returned, 1, "the stream that nobody reads is let go");
  assert.deepEqual(server.log.messages("error"), ["handler failed", "handler failed", "handler failed"]);
});

test("each request has its own deadline, however the ones before it went", async (t) => {
  const server = await slowServer(t);
  const clients = await Promise.all(Array.from({ length: 3 }, () => server.connect()));
  const [first, second, third] = clients as [(typeof clients)[0], (typeof clients)[0], (typeof clients)[0]];
  await deliver(first, request("GET /now"));
  await readAnswer(first);
  await server.clock.pass(300);
  await deliver(second, request("GET /2"));
  await server.clock.pass(300);
  await deliver(third, request("GET /3"));
  await server.clock.pass(199);
  await quiet(second);
  await server.clock.pass(1);
  assert.equal((await readAnswer(second)).status, 503);
  await server.clock.pass(299);
  await quiet(third);
  server.leave.open();
  assert.equal((await readAnswer(third)).text, "/3");
});

test("a stream may take longer than its handler: the client reads it as it comes", async (t) => {
  const more = gate();
  const server = await startHttpServer(
    t,
    async (c) => {
      async function* pieces() {
        yield "first ";
        await more.promise;
        yield "last";
      }
      return c.stream(pieces());
    },
    { limits },
  );
  const client = await server.connect();
  client.send(request("GET /"));
  await client.readUntil("first ");
  await server.clock.pass(10_000);
  more.open();
  await client.readUntil("last\r\n0\r\n\r\n");
});

test("the usual time is 5 minutes, and no timer is left when the server has ended", async (t) => {
  assert.equal(ray.defaultLimits.handlerTimeoutMs, 300_000);
  const server = await slowServer(t);
  const client = await server.connect();
  await deliver(client, request("GET /slow"));
  const draining = server.server.shutdown();
  server.leave.open();
  assert.equal((await readAnswer(client)).text, "/slow");
  client.end();
  await draining;
  await server.server.closed;
  await rounds(3);
  assert.equal(server.clock.pending, 0);
});

test("a handler that still waits for the body at its deadline: 503, and its read ends with the connection", async (t) => {
  let failure: unknown = null;
  const server = await startHttpServer(
    t,
    async (c) => {
      try {
        return await c.req.text();
      } catch (error) {
        failure = error;
        throw error;
      }
    },
    { limits },
  );
  const client = await server.connect();
  await deliver(client, request("POST /", { "Content-Length": "10" }));
  await server.clock.pass(500);
  assert.equal((await readAnswer(client)).status, 503);
  assert.equal(await client.readAll(), "");
  await rounds(5);
  assert.match(String(failure), /the body ended too early/);
});

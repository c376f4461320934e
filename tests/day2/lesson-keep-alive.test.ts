/** One connection, many requests: their order, what ends it, and what a stop of the server leaves of it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { readAnswer, readAnswers, request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";

const NUMBERS = Array.from({ length: 16 }, (_, n) => n);
const old = (path: string, fields = "") => `GET ${path} HTTP/1.0\r\n${fields}\r\n`;

test("I2: requests in one piece are answered in order, whatever each of them costs, in one piece", async (t) => {
  const server = await startHttpServer(t, async (c) => c.text(c.path));
  const client = await server.connect();
  let pieces = 0;
  client.socket.on("data", () => {
    pieces += 1;
  });
  client.send(NUMBERS.map((n) => request(`GET /${n}`)).join(""));
  const answers = await readAnswers(client, 16);
  assert.deepEqual(
    answers.map((answer) => answer.text),
    NUMBERS.map((n) => `/${n}`),
  );
  assert.equal(pieces, 1, "answers that are made in one round leave in one write");
});

test("I2: no request is begun before the answer to the one before it", async (t) => {
  const seen: string[] = [];
  const slow = gate();
  const server = await startHttpServer(t, async (c) => {
    seen.push(c.path);
    if (c.path === "/slow") await slow.promise;
    return c.text(c.path);
  });
  const client = await server.connect();
  client.send(request("GET /slow") + request("GET /fast"));
  await rounds(10);
  assert.deepEqual([client.received, seen], ["", ["/slow"]]);
  slow.open();
  const [first, second] = await readAnswers(client, 2);
  assert.deepEqual([first?.text, second?.text], ["/slow", "/fast"]);
});

const last: [string, string][] = [
  ["a client that says close", request("GET /", { Connection: "close" })],
  ["a client that says it in a list, in capitals", request("GET /", { Connection: "Keep-Alive , CLOSE" })],
  ["a client that says it in a second line", request("GET /", { Connection: "te", connection: "close" })],
  ["a client of HTTP/1.0", old("/")],
  ["a client of HTTP/1.0 that wants both", old("/", "Connection: keep-alive, close\r\n")],
];
for (const [what, bytes] of last) {
  test(`I2: ${what} gets one answer, which says close, and nothing behind it is read`, async (t) => {
    const server = await startHttpServer(t, (c) => c.text(c.path));
    const client = await server.connect();
    client.send(bytes + request("GET /next"));
    const answer = await readAnswer(client);
    assert.deepEqual([answer.text, answer.field("connection")], ["/", "close"]);
    assert.equal(await client.readAll(), "");
  });
}

test("a client of HTTP/1.0 that asks for it may stay, and is told so", async (t) => {
  const server = await startHttpServer(t, (c) => c.text(c.path));
  const client = await server.connect();
  client.send(old("/one", "Connection: Keep-Alive\r\n") + request("GET /two"));
  const [one, two] = await readAnswers(client, 2);
  assert.deepEqual(
    [one?.field("connection"), two?.text, two?.field("connection")],
    ["keep-alive", "/two", null],
  );
});

test("I3: an unread body of 64 KiB is skipped; for a longer one the answer says close", async (t) => {
  const server = await startHttpServer(t, (c) => c.text(c.path));
  const client = await server.connect();
  client.send(request("POST /one", {}, "x".repeat(65_536)) + request("GET /two"));
  const [one, two] = await readAnswers(client, 2);
  assert.deepEqual([one?.field("connection"), two?.text], [null, "/two"]);
  client.send(request("POST /three", { "Content-Length": "65537" }));
  assert.equal((await readAnswer(client)).field("connection"), "close");
  assert.equal(await client.readAll(), "");
});

test("I2: what is wrong with a body that no handler reads gets no second answer", async (t) => {
  const server = await startHttpServer(t, (c) => c.text(c.path));
  const client = await server.connect();
  client.send(request("POST /one", { "Transfer-Encoding": "chunked" }, "zz\r\n") + request("GET /two"));
  assert.equal((await readAnswer(client)).status, 200);
  assert.equal(await client.readAll(), "");
});

test("a stop lets an idle client go, finishes what has begun, and begins nothing", async (t) => {
  const slow = gate();
  const server = await startHttpServer(t, async (c) => {
    await slow.promise;
    return c.text(c.path);
  });
  const [idle, busy] = [await server.connect(), await server.connect()];
  busy.send(request("GET /slow") + request("GET /never"));
  await rounds(10);
  const stopped = server.server.shutdown();
  assert.equal(await idle.readAll(), "");
  slow.open();
  const answer = await readAnswer(busy);
  assert.deepEqual([answer.text, answer.field("connection")], ["/slow", "close"]);
  assert.equal(await busy.readAll(), "");
  assert.deepEqual(await stopped, { finished: 2, forced: 0 });
});

test("a stop does not cut a body that is on its way", async (t) => {
  const server = await startHttpServer(t, async (c) => c.text(await c.req.text()));
  const client = await server.connect();
  client.send(`${request("POST /", { "Content-Length": "10" })}hello`);
  await rounds(10);
  const stopped = server.server.shutdown();
  await rounds(20);
  client.send("world");
  const answer = await readAnswer(client);
  assert.deepEqual([answer.status, answer.text, answer.field("connection")], [200, "helloworld", "close"]);
  assert.equal((await stopped).forced, 0);
});

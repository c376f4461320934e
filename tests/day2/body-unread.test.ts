/**
 * Bodies that nobody reads, that are too large or that wait for a 100: what the client hears, and whether
 * the connection can be used again.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";

const { maxBodyBytes, maxDrainBytes } = ray.defaultLimits;
const chunked = { "Transfer-Encoding": "chunked" };
const chunk = (size: number) => `${size.toString(16)}\r\n${"x".repeat(size)}\r\n`;

test("I2: a small body that nobody reads is read over, and the connection used again", async (t) => {
  const server = await startHttp1Server(t, (c) => c.string(c.path));
  const client = await server.connect();
  const bodies = [
    request("POST /1", {}, "hello"),
    request("POST /2", {}, "x".repeat(maxDrainBytes)),
    request("POST /3", chunked, `${chunk(5)}0\r\nX: y\r\n\r\n`),
    request("POST /4", chunked, `${chunk(1000)}${chunk(60_000)}0\r\n\r\n`),
  ];
  for (const [index, bytes] of bodies.entries()) {
    client.send(bytes);
    const answer = await readAnswer(client);
    assert.equal(answer.text, `/${index + 1}`);
    assert.equal(answer.field("connection"), null);
  }
});

test("I2: a body that is read in part is read over to its end", async (t) => {
  const server = await startHttpServer(t, async (c) => {
    for await (const piece of c.req.stream()) return c.string(`${c.path} ${piece.subarray(0, 3)}`);
    return c.string(c.path);
  });
  const client = await server.connect();
  client.send(request("POST /1", chunked, `3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n`) + request("GET /2"));
  assert.equal((await readAnswer(client)).text, "/1 one");
  assert.equal((await readAnswer(client)).text, "/2");
});

test("the answer does not wait for the rest of a body that nobody reads", async (t) => {
  const server = await startHttpServer(t, (c) => c.string(c.path));
  const client = await server.connect();
  client.send(request("POST /1", { "Content-Length": "5" }));
  assert.equal((await readAnswer(client)).text, "/1");
  client.send(`hello${request("GET /2")}`);
  assert.equal((await readAnswer(client)).text, "/2");
});

test("I3: a large body that nobody reads closes the connection, and the answer says so", async (t) => {
  const server = await startHttpServer(t, (c) => c.string(c.path));
  const client = await server.connect();
  client.send(request("POST /1", {}, "x".repeat(maxDrainBytes + 1)) + request("GET /2"));
  const answer = await readAnswer(client);
  assert.equal(answer.text, "/1");
  assert.equal(answer.field("connection"), "close");
  assert.equal(await client.readAll(), "");
});

test("I3: a chunked body without end that nobody reads closes the connection after the bound", async (t) => {
  const server = await startHttpServer(t, (c) => c.string(c.path));
  const client = await server.connect();
  client.send(request("POST /1", chunked, `${chunk(1)}${chunk(maxDrainBytes)}`));
  assert.equal((await readAnswer(client)).text, "/1");
  assert.equal(await client.readAll(), "");
});

test("an unread body that is malformed, or ends too early, closes the connection without a word", async (t) => {
  const server = await startHttpServer(t, (c) => c.string(c.path));
  for (const body of ["nonsense\r\n", "5\r\nhel"]) {
    const client = await server.connect();
    client.send(request("POST /1", chunked, body));
    client.end();
    assert.equal((await readAnswer(client)).text, "/1");
    assert.equal(await client.readAll(), "");
  }
});

const expecting = { Expect: "100-Continue", "Content-Length": "5" };

test("100 (Continue) is sent when the handler first asks for the body, once", async (t) => {
  const asked = gate();
  const server = await startHttpServer(t, async (c) => {
    await asked.promise;
    await c.req.bytes();
    return c.string(await c.req.text());
  });
  const client = await server.connect();
  client.send(request("POST /", expecting));
  await rounds(5);
  assert.equal(client.received, "", "not before the handler asks");
  asked.open();
  assert.equal(await client.readUntil("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("hello");
  assert.equal((await readAnswer(client)).text, "hello");
  client.send(request("POST /", {}, "again"));
  assert.equal((await readAnswer(client)).text, "again");
});

test("no 100 is sent when nobody reads the body; the answer closes, so that no body is sent", async (t) => {
  const server = await startHttpServer(t, (c) => c.string("no, thank you", 403));
  const client = await server.connect();
  client.send(request("POST /", expecting));
  const answer = await readAnswer(client);
  assert.equal(answer.statusLine, "HTTP/1.1 403 Forbidden");
  assert.equal(answer.field("connection"), "close");
  assert.equal(await client.readAll(), "");
});

test("no 100 is sent for a body whose length is over the limit", async (t) => {
  const server = await startHttpServer(t, async (c) => c.bytes(await c.req.bytes()));
  const client = await server.connect();
  client.send(request("POST /", { ...expecting, "Content-Length": String(maxBodyBytes + 1) }));
  assert.equal((await readAnswer(client)).statusLine, "HTTP/1.1 413 Content Too Large");
  assert.equal(await client.readAll(), "");
});

test("no 100 is sent to a client of HTTP/1.0, and none before a body that does not exist", async (t) => {
  const server = await startHttpServer(t, async (c) => c.string(`<${await c.req.text()}>`));
  const old = await server.ask("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi");
  assert.equal(old.text, "<hi>");
  assert.equal((await server.ask(request("GET /", { Expect: "100-continue" }))).text, "<>");
});

test("ND4: a client that sends 8 MiB before it reads still gets its early 413", async (t) => {
  const server = await startHttp1Server(t, async (c) => c.bytes(await c.req.bytes()));
  const size = 8 * 1024 * 1024;
  for (const lengthKnown of [true, false]) {
    const client = await server.connect({ reading: false });
    const head = request("POST /", lengthKnown ? { "Content-Length": String(size) } : chunked);
    const body = lengthKnown ? "x".repeat(size) : `${size.toString(16)}\r\n${"x".repeat(size)}\r\n0\r\n\r\n`;
    await new Promise((sent) => client.socket.write(head + body, "latin1", sent));
    client.resume();
    const answer = await readAnswer(client);
    assert.equal(answer.statusLine, "HTTP/1.1 413 Content Too Large");
    assert.equal(answer.text, `the body is larger than ${maxBodyBytes} bytes\n`);
    assert.equal(await client.readAll(), "");
    assert.equal(client.error, null, "the connection was not reset");
  }
});

test("ND3: a client that ends its side after the request still gets its answer", async (t) => {
  const ended = gate();
  const server = await startHttp1Server(t, async (c) => {
    await ended.promise;
    return c.string(await c.req.text());
  });
  const client = await server.connect();
  client.send(request("POST /", {}, "hello"));
  client.end();
  await rounds(5);
  ended.open();
  assert.equal((await readAnswer(client)).text, "hello");
  assert.equal(await client.readAll(), "");
});

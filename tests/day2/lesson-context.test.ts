/** A handler and its context: what it can ask, how it can answer, and that an object with `call` will do as well. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext } from "../../day5/src/index.ts";
import { readAnswers, request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";

const typeOf = (answer: { field(name: string): string | null }) => answer.field("content-type");

test("a handler sees what was asked for: method, path, query, fields", async (t) => {
  const server = await startHttpServer(t, (c) =>
    c.text([c.method, c.path, c.query.get("q"), c.req.headers.get("x-name")].join(" ")),
  );
  const answer = await server.ask(request("PATCH /a%20b?q=1+2&q=3", { "X-Name": "ada" }));
  assert.equal(answer.text, "PATCH /a%20b 1 2 ada");
  assert.equal(typeOf(answer), "text/plain; charset=utf-8");
});

test("a handler reads the body when it likes, and as what it likes", async (t) => {
  const server = await startHttpServer(t, async (c) => {
    if (c.path === "/json") return c.json({ got: await c.req.json() });
    if (c.path === "/bytes") return c.bytes(await c.req.bytes());
    return c.text(await c.req.text());
  });
  const json = await server.ask(request("POST /json", {}, "[1]"));
  assert.deepEqual([typeOf(json), json.text], ["application/json", '{"got":[1]}']);
  const bytes = await server.ask(request("POST /bytes", {}, "\xff\0"));
  assert.deepEqual([typeOf(bytes), bytes.body], ["application/octet-stream", "\xff\0"]);
  assert.equal((await server.ask(request("POST /text", {}, "\xc3\xa9"))).text, "é");
});

test("status and fields are set on the context, before the answer or behind it", async (t) => {
  const server = await startHttpServer(t, (c) => {
    if (c.path === "/before") return c.status(201).header("x-a", "1").text("made");
    c.text("short", 418);
    c.header("x-b", "2");
    return c.response;
  });
  const before = await server.ask(request("GET /before"));
  assert.deepEqual([before.status, before.field("x-a"), before.text], [201, "1", "made"]);
  const behind = await server.ask(request("GET /"));
  assert.deepEqual([behind.status, behind.field("x-b"), behind.text], [418, "2", "short"]);
});

test("a content type that the handler has set is left as it is", async (t) => {
  const server = await startHttpServer(t, (c) => c.header("content-type", "text/css").text("b {}"));
  assert.equal(typeOf(await server.ask(request("GET /"))), "text/css");
});

test("a handler may fill the context and return nothing", async (t) => {
  const server = await startHttpServer(t, (c) => {
    c.text("filled");
  });
  assert.equal((await server.ask(request("GET /"))).text, "filled");
});

test("what answers may be an object: anything with a call is an endpoint", async (t) => {
  const hello = { call: (c: AppContext) => c.text("hello") };
  const shout = {
    call: async (c: AppContext) => c.text((await hello.call(c)).body?.toString().toUpperCase() ?? ""),
  };
  const server = await startHttpServer(t, shout);
  assert.equal((await server.ask(request("GET /"))).text, "HELLO");
});

test("what is neither a function nor has a call is refused before anything listens", async () => {
  const message = "a handler must be a function, or an object with a call method";
  await assert.rejects(ray.listen("127.0.0.1:0", 5 as never), { name: "TypeError", message });
});

test("I2: a body that no handler reads is skipped, and the next request is answered", async (t) => {
  const server = await startHttpServer(t, (c) => c.text(c.path));
  const client = await server.connect();
  const chunks = request("POST /two", { "Transfer-Encoding": "chunked" }, "5\r\nhello\r\n0\r\n\r\n");
  client.send(request("POST /one", {}, "GET /no HTTP/1.1\r\n\r\n") + chunks + request("GET /three"));
  const answers = await readAnswers(client, 3);
  assert.deepEqual(
    answers.map((answer) => answer.text),
    ["/one", "/two", "/three"],
  );
});

test("I1: no handler is asked for a request that is refused", async (t) => {
  const asked: string[] = [];
  const server = await startHttpServer(t, (c) => {
    asked.push(c.path);
    return c.text(c.path);
  });
  const client = await server.connect();
  client.send(`${request("GET /good")}GET /bad HTTP/1.1\r\n\r\n${request("GET /never")}`);
  const [good, bad] = await readAnswers(client, 2);
  assert.deepEqual([good?.status, bad?.status, bad?.field("connection")], [200, 400, "close"]);
  assert.equal(await client.readAll(), "");
  assert.deepEqual(asked, ["/good"]);
});

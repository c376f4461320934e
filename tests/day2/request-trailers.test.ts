/** The fields behind a chunked body: RFC 9110 §6.5, RFC 9112 §7.1.2. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { readAnswers, request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";

const chunked = (body: string) => request("POST /", { "Transfer-Encoding": "chunked", "X-A": "head" }, body);

test("the trailers of a request can be read behind its body, and are no fields of its head", async (t) => {
  const server = await startHttpServer(t, async (c) => {
    const before = c.req.trailers;
    const text = await c.req.text();
    return c.json([before, text, [...(c.req.trailers ?? [])], c.req.headers.get("x-a")]);
  });
  const bytes = chunked("5\r\nhello\r\n0\r\nX-A: end\r\nDigest:  abc \r\nx-b: 1\r\nX-B: 2\r\n\r\n");
  const fields = [
    ["x-a", "end"],
    ["digest", "abc"],
    ["x-b", "1"],
    ["x-b", "2"],
  ];
  assert.deepEqual(JSON.parse((await server.ask(bytes)).text), [null, "hello", fields, "head"]);
});

test("without trailers, without a body and in front of its end there are none", async (t) => {
  const server = await startHttpServer(t, async (c) => {
    const seen = [c.req.trailers];
    for await (const _ of c.req.stream()) seen.push(c.req.trailers);
    return c.json([...seen, c.req.trailers]);
  });
  assert.deepEqual(JSON.parse((await server.ask(request("POST /", {}, "hello"))).text), [null, null, null]);
  assert.deepEqual(JSON.parse((await server.ask(request("GET /"))).text), [null, null]);
  assert.deepEqual(JSON.parse((await server.ask(chunked("1\r\na\r\n0\r\n\r\n"))).text), [null, null, null]);
});

test("each request has its own, and a field that has one value is a 400 with two", async (t) => {
  const server = await startHttpServer(t, async (c) => {
    await c.req.bytes();
    return c.string(`${c.req.trailers?.get("content-type")} ${c.req.trailers?.get("x") ?? "-"}`);
  });
  const client = await server.connect();
  client.send(chunked("0\r\nX: 1\r\n\r\n") + chunked("0\r\nY: 2\r\n\r\n") + chunked("0\r\n\r\n"));
  const texts = (await readAnswers(client, 3)).map(({ text }) => text);
  assert.deepEqual(texts, ["null 1", "null -", "undefined -"]);
  const two = await server.ask(chunked("0\r\nContent-Type: a/b\r\nContent-Type: a/c\r\n\r\n"));
  assert.equal(two.status, 400);
});

/** A handler's own bound for the body of its request. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";

const chunked = (body: string) =>
  request(
    "POST /",
    { "Transfer-Encoding": "chunked" },
    `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
  );

test("I3: a handler may let the body of its request be shorter, or longer, than the server's bound", async (t) => {
  const server = await startHttpServer(
    t,
    async (c) => {
      if (c.query.has("max")) c.req.limitBody(Number(c.query.get("max")));
      return c.string(await c.req.text());
    },
    { limits: { maxBodyBytes: 5 } },
  );
  const status = async (target: string, bytes: string) =>
    (await server.ask(bytes.replace("POST /", `POST ${target}`))).status;
  for (const post of [(body: string) => request("POST /", {}, body), chunked]) {
    assert.equal(await status("/", post("12345")), 200);
    assert.equal(await status("/", post("123456")), 413);
    assert.equal(await status("/?max=2", post("12")), 200);
    assert.equal(await status("/?max=2", post("123")), 413);
    assert.equal(await status("/?max=100", post("1".repeat(100))), 200);
    assert.equal(await status("/?max=100", post("1".repeat(101))), 413);
    assert.equal(await status("/?max=Infinity", post("1".repeat(10_000))), 200);
  }
});

test("once the body is being read, its bound stands; and a bound is a number of bytes", async (t) => {
  const server = await startHttpServer(t, async (c) => {
    assert.throws(() => c.req.limitBody(-1), RangeError);
    assert.throws(() => c.req.limitBody("1mb" as unknown as number), TypeError);
    c.req.limitBody(10);
    await c.req.text();
    assert.throws(() => c.req.limitBody(20), /limitBody\(\) came too late/);
    return c.string("ok");
  });
  assert.equal((await server.ask(request("POST /", {}, "body"))).text, "ok");
});

/** Asking an app without a socket. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { LogBook } from "../support/log-book.ts";
import { inject, ray } from "../support/stage.ts";

test("inject asks with GET, and gives status, fields and body", async () => {
  const answer = await inject(
    (c) => c.json({ method: c.method, path: c.path, q: c.query.get("q") }, 201),
    "/a?q=1",
  );
  assert.equal(answer.status, 201);
  assert.equal(answer.headers.get("content-type"), "application/json");
  assert.deepEqual(answer.json(), { method: "GET", path: "/a", q: "1" });
  assert.equal(answer.text(), '{"method":"GET","path":"/a","q":"1"}');
  assert.equal(answer.bytes.length, 36);
});

test("method, headers and body arrive as given", async () => {
  const echo = ray.toEndpoint(async (c) =>
    c.json([c.method, c.req.headers.get("x-a"), c.req.headers.get("host"), await c.req.text()]),
  );
  const text = await inject(echo, "/", { method: "PUT", headers: { "X-A": "1" }, body: "grüße" });
  assert.deepEqual(text.json(), ["PUT", "1", "test", "grüße"]);
  const bytes = await inject(echo, "/", { method: "POST", body: new Uint8Array([104, 105]) });
  assert.deepEqual(bytes.json(), ["POST", null, "test", "hi"]);
  const empty = await inject(echo, "/", { method: "POST", body: "" });
  assert.deepEqual(empty.json(), ["POST", null, "test", ""]);
});

test("a host that the test gives is the host", async () => {
  const answer = await inject((c) => c.req.headers.getAll("host"), "/", {
    headers: { Host: "example.org" },
  });
  assert.deepEqual(answer.json(), ["example.org"]);
});

test("headers come as a record, as pairs or as Headers; several of a name stay several", async () => {
  const pairs = [
    ["x-a", "1"],
    ["x-a", "2"],
  ] as const;
  for (const headers of [pairs, new ray.Headers(pairs)]) {
    const answer = await inject((c) => c.req.headers.getAll("x-a"), "/", { headers });
    assert.deepEqual(answer.json(), ["1", "2"]);
  }
  await assert.rejects(
    inject(() => "x", "/", { headers: { "x-a": "a\r\nb" } }),
    TypeError,
  );
});

test("a stream is read to its end, and what it throws comes out", async () => {
  async function* pieces(error?: Error) {
    yield "a";
    yield new Uint8Array([98]);
    if (error) throw error;
  }
  assert.equal((await inject(() => pieces(), "/")).text(), "ab");
  await assert.rejects(
    inject(() => pieces(new Error("torn")), "/"),
    /torn/,
  );
});

test("a body over the limit is a 413, as over a socket", async () => {
  const body = new Uint8Array(ray.defaultLimits.maxBodyBytes + 1);
  const answer = await inject(async (c) => c.bytes(await c.req.bytes()), "/", { method: "POST", body });
  assert.equal(answer.status, 413);
});

test("what a handler throws is an answer and a line in the log that was handed in", async () => {
  const log = new LogBook();
  const boom = new Error("boom");
  const answer = await inject(() => Promise.reject(boom), "/", { logger: log });
  assert.equal(answer.status, 500);
  assert.deepEqual(log.errors("error"), [boom]);
});

test("the signal of an injected request never aborts, and it has addresses", async () => {
  const answer = await inject((c) => [c.signal.aborted, c.remoteAddress, c.req.peer.localAddress], "/");
  assert.deepEqual(answer.json(), [false, { path: "test" }, { path: "test" }]);
});

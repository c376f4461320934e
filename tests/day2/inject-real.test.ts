/** inject goes the way a request goes: the start, the bound on its body, and nothing that a server would not send. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { LogBook } from "../support/log-book.ts";
import { inject, ray } from "../support/stage.ts";
import { watched } from "../support/watched-stream.ts";

for (const [name, method, status] of [
  ["HEAD", "HEAD", 200],
  ["204", "GET", 204],
  ["205", "GET", 205],
  ["304", "GET", 304],
] as const) {
  test(`the answer to or with ${name} has no body, and its stream is let go`, async () => {
    const text = await inject((c) => c.string("never sent", status), "/", { method });
    assert.deepEqual([text.status, text.text()], [status, ""]);
    const { seen, stream } = watched({ fails: true });
    const streamed = await inject((c) => c.stream(stream, status), "/", { method });
    assert.deepEqual([streamed.status, streamed.text(), seen.returned], [status, "", 1]);
  });
}

test("the bound on a body is the one that is asked for", async () => {
  const answer = await inject(async (c) => c.req.text(), "/", {
    method: "POST",
    body: "hello",
    limits: { maxBodyBytes: 4 },
  });
  assert.equal(answer.status, 413);
});

test("an app is started before its first request, once; what is wrong with it rejects", async () => {
  let starts = 0;
  const app = {
    prepare() {
      starts += 1;
    },
    call: (c: never) => (c as { string(t: string): never }).string("x"),
  };
  await inject(app as never, "/");
  await inject(app as never, "/");
  assert.equal(starts, 1);
  const broken = { ...app, prepare: () => assert.fail("two routes are the same") };
  await assert.rejects(inject(broken as never, "/"), /two routes are the same/);
});

for (const [name, value] of [
  ["transfer-encoding", "chunked"],
  ["content-length", "5, 5"],
] as const) {
  test(`a ${name} that the server would refuse is a 500, and the log names it`, async () => {
    const log = new LogBook();
    const { seen, stream } = watched({ fails: true });
    const answer = await inject((c) => c.header(name, value).stream(stream), "/", { logger: log });
    assert.deepEqual([answer.status, answer.text(), seen.returned], [500, "Internal Server Error\n", 1]);
    assert.match(String(log.errors("error")), new RegExp(name));
  });
}

test("a takeover needs a connection: without one it is a 500, as for a request that offers no upgrade", async () => {
  const log = new LogBook();
  const app = () => new ray.Response(null, { takeover: () => assert.fail("there is no connection") });
  assert.equal((await inject(app, "/", { logger: log })).status, 500);
  assert.match(String(log.errors("error")), /this request cannot be upgraded/);
});

test("a stream that is longer or shorter than its content-length rejects: a server would break off", async () => {
  async function* pieces() {
    yield "hello";
  }
  for (const [length, words] of [
    ["4", /longer than its content-length/],
    ["6", /shorter than its content-length/],
  ] as const) {
    await assert.rejects(
      inject((c) => c.header("content-length", length).stream(pieces()), "/"),
      words,
    );
  }
  assert.equal((await inject((c) => c.header("content-length", "5").stream(pieces()), "/")).text(), "hello");
});

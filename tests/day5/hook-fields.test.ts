/** Hooks and the header rule: what a hook sets is on every answer, and what it changes is never somebody else's. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { HookReply } from "../../day5/src/hook/hook.ts";
import type { AppContext, HookSet } from "../../day5/src/index.ts";
import { rounds } from "../support/fake-clock.ts";
import { request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";
import { watched } from "../support/watched-stream.ts";

function app(hook: HookSet) {
  const shared = new ray.Response("shared");
  return new ray.Router()
    .hooks(hook)
    .get("/own", (c) => c.string("x"))
    .get("/response", () => new ray.Response("x"))
    .get("/shared", () => shared)
    .get("/whatwg", () => new Response("x"))
    .get("/thrown", () => assert.fail("boom"))
    .get("/rejected", () => Promise.reject(new ray.HttpError(409)))
    .get("/returned", () => new ray.HttpError(409))
    .get("/later", async (c) => c.string("x"));
}

/** A path and the method to ask it with. */
const asked = [
  ...["/own", "/response", "/shared", "/whatwg", "/thrown", "/rejected", "/returned", "/later"].map(
    (path) => ["GET", path] as const,
  ),
  ["GET", "/nowhere"],
  ["POST", "/own"],
  ["OPTIONS", "/own"],
] as const;

for (const [how, hook] of Object.entries<HookSet>({
  "onRequest with c.header": { onRequest: (c) => void c.header("x-id", "7") },
  "an async onRequest": { onRequest: async (c) => void c.header("x-id", "7") },
  "onResponse with c.header": { onResponse: (c) => void c.header("x-id", "7") },
  "onResponse on the response it is shown": { onResponse: (_c, { headers }) => headers.set("x-id", "7") },
  "an async onResponse": { onResponse: async (_c, { headers }) => headers.set("x-id", "7") },
})) {
  test(`a field set by ${how} is on every answer: foreign ones, errors, 404, 405 and OPTIONS`, async () => {
    const router = app(hook);
    for (const [method, path] of asked) {
      const answer = await ray.inject(router, path, { method });
      assert.deepEqual(answer.headers.getAll("x-id"), ["7"], `${method} ${path}`);
    }
  });
}

test("onError has the fields of the hooks before it, and its answer keeps them", async () => {
  const router = app({ onRequest: (c) => void c.header("x-id", "7") }).hooks({
    onError: (c) => c.json({ code: 1 }, 500),
  });
  const answer = await ray.inject(router, "/thrown");
  assert.deepEqual([...answer.headers].sort(), [
    ["content-type", "application/json"],
    ["x-id", "7"],
  ]);
});

test("a hook that sets a cookie and a handler that does both reach the client", async (t) => {
  const router = new ray.Router()
    .hooks((c) => void c.header("set-cookie", "a=1"))
    .get("/", (c) => c.header("set-cookie", "b=2").string("x"))
    .get("/foreign", () => new Response("x", { headers: { "set-cookie": "b=2" } }));
  const server = await startHttpServer(t, router);
  for (const path of ["/", "/foreign"]) {
    const { fields } = await server.ask(request(`GET ${path}`));
    assert.deepEqual(
      fields.filter(([name]) => name === "set-cookie").map(([, value]) => value),
      ["a=1", "b=2"],
    );
  }
});

test("hooks that change a Response which many requests get change a copy of it", async () => {
  let count = 0;
  const router = app({
    onResponse(_c, response) {
      response.headers.append("x-count", String(++count));
      response.status = 203;
      response.body = `${response.body}${count}`;
    },
  }).hooks({ onResponse: (_c, response) => response.headers.append("x-inner", "1") });
  for (const n of [1, 2, 3]) {
    const answer = await ray.inject(router, "/shared");
    assert.deepEqual(answer.headers.getAll("x-count"), [String(n)]);
    assert.deepEqual(answer.headers.getAll("x-inner"), ["1"]);
    assert.equal(answer.text(), `shared${n}`);
  }
});

test("what onResponse sets last counts, also over a field that the context had before", async () => {
  const router = app({
    onRequest: (c) => void c.header("x-cache", "miss"),
    onResponse: (c, response) => void (response.status === 200 ? c.header("x-cache", "hit") : 0),
  });
  for (const path of ["/own", "/response", "/whatwg"]) {
    assert.deepEqual((await ray.inject(router, path)).headers.getAll("x-cache"), ["hit"], path);
  }
  const removed = app({
    onRequest: (c) => void c.header("x-powered-by", "ray"),
    onResponse: (_c, { headers }) => headers.delete("x-powered-by"),
  });
  for (const path of ["/own", "/response", "/whatwg", "/thrown", "/nowhere"]) {
    assert.equal((await ray.inject(removed, path)).headers.has("x-powered-by"), false, path);
  }
});

test("onResponse may answer a plain error with JSON, which has its own type and keeps the status", async () => {
  const router = app({
    onResponse: (c, { status }) => (status < 400 ? undefined : c.json({ status })),
  });
  for (const path of ["/thrown", "/rejected", "/nowhere"]) {
    const answer = await ray.inject(router, path);
    assert.deepEqual(answer.json(), { status: answer.status });
    assert.equal(answer.headers.get("content-type"), "application/json");
  }
});

/** What a query builder or a deferred looks like. */
function thenable<Value>(value: Value, fails = false): PromiseLike<Value> {
  const settle = (
    resolve?: ((value: Value) => unknown) | null,
    reject?: ((error: unknown) => unknown) | null,
  ) => void (fails ? reject?.(value) : resolve?.(value));
  // biome-ignore lint/suspicious/noThenProperty: this is the thing under test
  return { then: settle as never };
}

test("a thenable from a hook is waited for, on every way", async () => {
  const late = (make: (c: AppContext) => unknown, fails = false) =>
    ((c: AppContext) => thenable(make(c), fails)) as unknown as (c: AppContext) => HookReply;
  const answerOf = async (hook: HookSet, path = "/own") => {
    const { status, headers } = await ray.inject(app(hook), path);
    return [status, headers.get("x-id")];
  };
  assert.deepEqual(await answerOf({ onRequest: late((c) => void c.header("x-id", "7")) }), [200, "7"]);
  assert.deepEqual(await answerOf({ onRequest: late((c) => c.string("no", 403)) }), [403, null]);
  assert.deepEqual(await answerOf({ onRequest: late(() => new ray.HttpError(418), true) }), [418, null]);
  assert.deepEqual(await answerOf({ onResponse: late(() => new ray.Response("x", { status: 202 })) }), [
    202,
    null,
  ]);
  assert.deepEqual(await answerOf({ onResponse: late(() => new ray.HttpError(418), true) }), [418, null]);
  assert.deepEqual(await answerOf({ onError: late((c) => c.string("mended", 409)) }, "/thrown"), [409, null]);
});

test("an Endpoint under hooks that answers with what is no Response is a 500 which says so", async () => {
  for (const reply of ["text", undefined, thenable("text")]) {
    const errors: unknown[] = [];
    const router = new ray.Router()
      .hooks({ onResponse: () => {} })
      .hooks({ onError: (_c, error) => void errors.push(error) })
      .at("/", { call: () => reply as never });
    assert.equal((await ray.inject(router, "/")).status, 500);
  }
});

for (const [how, hook] of Object.entries<HookSet>({
  "replaces it": { onResponse: () => new ray.Response("another") },
  "replaces it later": { onResponse: async () => new ray.Response("another") },
  "answers with the context": { onResponse: (c) => void c.string("another") },
  throws: { onResponse: () => assert.fail("boom") },
  rejects: { onResponse: () => Promise.reject(new Error("boom")) },
})) {
  test(`a stream that nobody will read, since an onResponse ${how}, is let go`, async () => {
    for (const isForeign of [false, true]) {
      const { seen, stream } = watched({ fails: false });
      const router = new ray.Router()
        .hooks(hook)
        .get("/", () => (isForeign ? new ray.Response(stream) : stream));
      await ray.inject(router, "/");
      await rounds(1);
      assert.equal(seen.returned, 1);
    }
  });
}

test("a hook may make the stream of its answer out of the one it was shown", async () => {
  async function* shout(source: AsyncIterable<string | Uint8Array>) {
    for await (const piece of source) yield String(piece).toUpperCase();
  }
  async function* pieces() {
    yield "a";
    yield "b";
  }
  const router = new ray.Router()
    .hooks({ onResponse: (_c, { body }) => new ray.Response(shout(body as AsyncIterable<string>)) })
    .get("/own", (c) => c.stream(pieces()))
    .get("/foreign", () => new ray.Response(pieces()));
  for (const path of ["/own", "/foreign"]) assert.equal((await ray.inject(router, path)).text(), "AB");
});

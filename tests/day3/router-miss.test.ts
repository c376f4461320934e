/** An app's own answers where no route matches: `notFound` and `methodNotAllowed`. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { load, ray } from "../support/stage.ts";
import { ask, routerOf } from "../support/told-routes.ts";

test("notFound answers unknown paths, with 404 unless it says otherwise", async () => {
  const router = routerOf("GET /a").notFound((c) => c.html(`<h1>no ${c.path}</h1>`));
  const lost = await ray.inject(router, "/b/c");
  assert.deepEqual([lost.status, lost.text()], [404, "<h1>no /b/c</h1>"]);
  assert.equal(lost.headers.get("content-type"), "text/html; charset=utf-8");
  assert.equal((await ray.inject(router, "/", { method: "OPTIONS" })).status, 404);
  assert.equal(await ask(router, "GET /a"), "GET /a {}");
  const gone = new ray.Router().notFound((c) => c.string("moved away", 410));
  assert.equal((await ray.inject(gone, "/")).status, 410);
});

for (const [what, handler, text] of [
  ["text", () => "lost", "lost"],
  ["an object", () => ({ lost: true }), '{"lost":true}'],
  ["a promise", async () => "late", "late"],
] as const) {
  test(`notFound may return ${what}: it is a 404 all the same`, async () => {
    const answer = await ray.inject(new ray.Router().notFound(handler), "/");
    assert.deepEqual([answer.status, answer.text()], [404, text]);
  });
}

test("methodNotAllowed answers a known path with another method: 405 with Allow, whatever it says itself", async () => {
  const router = routerOf("GET /a/:x", "POST /a/b").methodNotAllowed((c) => c.json({ no: c.method }));
  const answer = await ray.inject(router, "/a/b", { method: "DELETE" });
  assert.deepEqual([answer.status, answer.text()], [405, '{"no":"DELETE"}']);
  assert.equal(answer.headers.get("allow"), "GET, HEAD, OPTIONS, POST");
  assert.equal(await ask(router, "OPTIONS /a/b"), "204 GET, HEAD, OPTIONS, POST");
  assert.equal(await ask(router, "GET /nobody"), "404");
});

test("an endpoint may answer, and what it throws is an answer too", async () => {
  const endpoint = { call: () => new ray.Response("own", { status: 200 }) };
  assert.equal((await ray.inject(new ray.Router().notFound(endpoint), "/")).status, 200);
  const throwing = new ray.Router().notFound(() => {
    throw new ray.HttpError(503);
  });
  assert.equal((await ray.inject(throwing, "/")).status, 503);
});

test("a path with bad encoding is 400 and no miss, unless nothing would have read it; a miss has no params", async () => {
  const router = routerOf("GET /a/:x").notFound((c) => c.json(c.params));
  assert.equal(await ask(router, "GET /a/%zz"), "400");
  assert.equal((await ray.inject(router, "/b/c")).text(), "{}");
  assert.equal((await ray.inject(router, "/%zz/b")).text(), "{}");
});

test("a request is looked up once, and once more for Allow, whoever answers", async (t) => {
  const { RouterNode } =
    await load<typeof import("../../day5/src/router/router-node.ts")>("router/router-node.ts");
  const router = routerOf("GET /a/:x")
    .notFound(() => "lost")
    .methodNotAllowed(() => "no");
  const plain = routerOf("GET /a/:x");
  const counts = [
    t.mock.method(RouterNode.prototype, "find"),
    t.mock.method(RouterNode.prototype, "collectMethods"),
  ];
  for (const app of [router, plain]) {
    for (const [request, walks] of [
      ["GET /a/b", [1, 0]],
      ["GET /nobody", [1, 1]],
      ["POST /a/b", [1, 1]],
      ["OPTIONS /a/b", [1, 1]],
      ["GET /a/%zz", [1, 0]],
    ] as const) {
      for (const { mock } of counts) mock.resetCalls();
      await ask(app, request);
      // Each step of a walk calls again; the first begins at the root, in front of the path.
      const started = counts.map(
        ({ mock }) =>
          mock.calls.filter(({ arguments: given }) => given.includes(0) && given.indexOf(0) < 3).length,
      );
      assert.deepEqual(started, walks, request);
    }
  }
});

test("what is no path at all gets the plain 404", async () => {
  const router = new ray.Router().notFound((c) => c.string("own"));
  assert.equal((await ray.inject(router, "*")).text(), "there is nothing at this path\n");
});

test("a second notFound is an error; one of each kind is none", () => {
  const router = new ray.Router().notFound(() => "1").methodNotAllowed(() => "1");
  assert.throws(() => router.notFound(() => "2"), {
    name: "RouteError",
    message: 'notFound of group "" answers the same misses as notFound of group ""',
  });
  assert.throws(() => router.methodNotAllowed(() => "2"), ray.RouteError);
  assert.throws(() => router.notFound("text" as never), TypeError);
  assert.deepEqual(router.routes(), []);
});

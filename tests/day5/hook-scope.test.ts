/** Which requests a hook is for: all, those of a group, those of a route; and those that no route matches. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { HookTrace } from "../support/hook-trace.ts";
import { ray } from "../support/stage.ts";
import { ask } from "../support/told-routes.ts";

test("gee: hooks of group /v1 do not run for /v10, nor for anything else that begins alike", async () => {
  const trace = new HookTrace();
  const router = new ray.Router();
  router.group("/v1").hooks(trace.hook("v1")).get("/x", trace.handler());
  router.group("/v10").get("/x", trace.handler());
  router.get("/v1x", trace.handler()).get("/v1", trace.handler()).get("/v1/y", trace.handler());
  for (const path of ["/v10/x", "/v1x", "/v1", "/v1/y"]) {
    assert.equal(await ask(router, `GET ${path}`), "answer");
    assert.equal(trace.take(), "handler", path);
  }
  await ask(router, "GET /v1/x");
  assert.equal(trace.take(), "v1.onRequest handler v1.onResponse");
});

test("two groups with one prefix have each their own hooks", async () => {
  const trace = new HookTrace();
  const router = new ray.Router();
  router.group("/a").hooks(trace.hook("1")).get("/1", trace.handler());
  router.group("/a").hooks(trace.hook("2")).get("/2", trace.handler());
  await ask(router, "GET /a/1");
  assert.equal(trace.take(), "1.onRequest handler 1.onResponse");
  await ask(router, "GET /a/2");
  assert.equal(trace.take(), "2.onRequest handler 2.onResponse");
});

test("hooks of a route are for its method and path alone; HEAD that reaches GET is a GET route's request", async () => {
  const trace = new HookTrace();
  const router = new ray.Router()
    .get("/a", trace.handler())
    .post("/a", trace.handler())
    .get("/b", trace.handler())
    .any("/c", trace.handler());
  router.addHooks("/a", "GET", trace.hook("r")).addHooks("/c", ray.ANY, trace.hook("any"));
  for (const [request, expected] of [
    ["GET /a", "r.onRequest handler r.onResponse"],
    ["HEAD /a", "r.onRequest handler r.onResponse"],
    ["POST /a", "handler"],
    ["GET /b", "handler"],
    ["PURGE /c", "any.onRequest handler any.onResponse"],
  ] as const) {
    await ask(router, request);
    assert.equal(trace.take(), expected, request);
  }
});

test("the router may add hooks to a route of a group, by its whole path", async () => {
  const trace = new HookTrace();
  const router = new ray.Router();
  router.addHooks("/g/:x/r", "GET", trace.hook("r"));
  router.addHooks("/g/:x", "GET", trace.hook("own"));
  const group = router.group("/g/:x").get("/r", trace.handler()).get("/", trace.handler());
  await ask(router, "GET /g/1/r");
  assert.equal(trace.take(), "r.onRequest handler r.onResponse");
  await ask(router, "GET /g/1");
  assert.equal(trace.take(), "own.onRequest handler own.onResponse");
  assert.throws(() => group.addHooks("/", "GET", trace.hook("late")), ray.RouteError);
});

for (const [what, request, answer, passes] of [
  ["an unknown path", "GET /nobody", "404", "onRequest onError onResponse"],
  ["a wrong method", "DELETE /g/1", "405 GET, HEAD, OPTIONS", "onRequest onError onResponse"],
  ["bad encoding", "GET /g/%zz", "400", "onRequest onError onResponse"],
  ["OPTIONS", "OPTIONS /g/1", "204 GET, HEAD, OPTIONS", "onRequest onResponse"],
  ["OPTIONS *", "OPTIONS *", "204 GET, HEAD, OPTIONS", "onRequest onResponse"],
] as const) {
  test(`global hooks see ${what}, and hooks of groups do not`, async () => {
    const trace = new HookTrace();
    const router = new ray.Router().hooks(trace.hook("G"));
    router.group("/g").hooks(trace.hook("g")).get("/:x", trace.handler());
    assert.equal(await ask(router, request), answer);
    assert.equal(trace.take(), passes.replaceAll(/\b(?=on)/g, "G."));
    // The first miss and every later one alike.
    assert.equal(await ask(router, request), answer);
  });
}

test("a global onRequest may answer where no route would, and onError may give 404 its own page", async () => {
  const router = new ray.Router()
    .hooks((c) => (c.path === "/health" ? c.string("fine") : undefined))
    .hooks({
      onError: (c, error) =>
        error instanceof ray.HttpError && error.status === 404 ? c.html("<h1>lost</h1>", 404) : undefined,
    });
  router.get("/a", () => "a");
  assert.equal(await ask(router, "GET /health"), "fine");
  const lost = await ray.inject(router, "/nobody");
  assert.deepEqual([lost.status, lost.text()], [404, "<h1>lost</h1>"]);
  assert.equal(await ask(router, "POST /a"), "405 GET, HEAD, OPTIONS");
});

test("where nothing was matched, hooks see no params", async () => {
  const seen: string[][] = [];
  const router = new ray.Router().hooks((c) => void seen.push(Object.keys(c.params))).get("/:x", () => "");
  await ask(router, "GET /a/b");
  await ask(router, "POST /a");
  assert.deepEqual(seen, [[], []]);
});

for (const [how, mount] of [
  ["nested", "nest"],
  ["put there with `at`", "at"],
] as const) {
  test(`hooks of a router that is ${how} run inside those of the outer one, also for its 404`, async () => {
    const trace = new HookTrace();
    const inner = new ray.Router().hooks(trace.hook("i"));
    const outer = new ray.Router().hooks(trace.hook("o"));
    if (mount === "nest") outer.nest("/in", inner.get("/x", trace.handler()));
    else outer.at("/in/*rest", inner.get("/in/x", trace.handler()));
    assert.equal(await ask(outer, "GET /in/x"), "answer");
    assert.equal(trace.take(), "o.onRequest i.onRequest handler i.onResponse o.onResponse");
    assert.equal(await ask(outer, "GET /in/y"), "404");
    assert.equal(trace.take(), "o.onRequest i.onRequest i.onError i.onResponse o.onResponse");
    assert.equal(await ask(outer, "GET /y"), "404");
    assert.equal(trace.take(), "o.onRequest o.onError o.onResponse");
  });
}

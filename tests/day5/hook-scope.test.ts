/** Which requests a hook is for: all, those of a group, those of a route; and those that no route matches. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Router } from "../../day5/src/index.ts";
import { HookTrace } from "../support/hook-trace.ts";
import { load, ray } from "../support/stage.ts";
import { ask } from "../support/told-routes.ts";

const { ANY } = await load<typeof import("../../day5/src/router/route.ts")>("router/route.ts");

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

test("two groups with one prefix are one: the hooks of both run for the routes of both", async () => {
  const trace = new HookTrace();
  const router = new ray.Router();
  router.group("/a").hooks(trace.hook("1")).get("/1", trace.handler());
  router.group("/a").hooks(trace.hook("2")).get("/2", trace.handler());
  for (const path of ["/a/1", "/a/2"]) {
    await ask(router, `GET ${path}`);
    assert.equal(trace.take(), "1.onRequest 2.onRequest handler 2.onResponse 1.onResponse", path);
  }
});

for (const [what, declare] of [
  ["segment by segment", (router: Router) => router.group("/a").group("/:b").group("/c")],
  ["in one", (router: Router) => router.group("/a/:b/c")],
  ["in two ways", (router: Router) => router.group("/a/:b").group("/c")],
  ["with a build function", (router: Router) => router.group("/a").group("/:b/c", () => {})],
  ["in another spelling", (router: Router) => router.group("/%61/:b/%63")],
] as const) {
  test(`I2: a group that is made ${what} is inside all groups of its prefix, whichever was made first`, async () => {
    for (const first of [true, false]) {
      const trace = new HookTrace();
      const router = new ray.Router();
      const group = () => declare(router).get("/x", trace.handler());
      if (first) group();
      router.group("/a/:b/c").hooks(trace.hook("c"));
      router.group("/a").hooks(trace.hook("a"));
      router.group("/a/:b").hooks(trace.hook("b"));
      if (!first) group();
      await ask(router, "GET /a/1/c/x");
      assert.equal(
        trace.take(),
        "a.onRequest b.onRequest c.onRequest handler c.onResponse b.onResponse a.onResponse",
      );
    }
  });
}

test("groups with other prefixes have other hooks: another name, static text, one that ends with the other", async () => {
  const trace = new HookTrace();
  const router = new ray.Router();
  router.group("/a/:x").hooks(trace.hook("x")).get("/1", trace.handler());
  router.group("/a/:y").hooks(trace.hook("y")).get("/2", trace.handler());
  router.group("/a/%3Ax").hooks(trace.hook("text")).get("/3", trace.handler());
  router.group("/b/a").hooks(trace.hook("b")).get("/4", trace.handler());
  router.group("/a").get("/5", trace.handler());
  for (const [path, hook] of [
    ["/a/0/1", "x"],
    ["/a/0/2", "y"],
    ["/a/:x/3", "text"],
    ["/b/a/4", "b"],
  ] as const) {
    await ask(router, `GET ${path}`);
    assert.equal(trace.take(), `${hook}.onRequest handler ${hook}.onResponse`, path);
  }
  await ask(router, "GET /a/5");
  assert.equal(trace.take(), "handler");
});

test("a route that is declared outside of a group does not run its hooks, whatever its path (seed 003.2)", async () => {
  const trace = new HookTrace();
  const router = new ray.Router();
  router.group("/admin").hooks(trace.hook("g")).get("/inside", trace.handler());
  router.get("/admin/direct", trace.handler());
  await ask(router, "GET /admin/inside");
  assert.equal(trace.take(), "g.onRequest handler g.onResponse");
  await ask(router, "GET /admin/direct");
  assert.equal(trace.take(), "handler");
});

test("no spelling of a path walks round the hooks of its route", async () => {
  const trace = new HookTrace();
  const router = new ray.Router();
  router.group("/user").hooks(trace.hook("guard")).get("/me", trace.handler());
  router.get("/:any/:name", trace.handler());
  for (const path of ["/user/me", "/user/m%65", "/%75ser/%6De", "/%75ser/me"]) {
    assert.equal(await ask(router, `GET ${path}`), "answer");
    assert.equal(trace.take(), "guard.onRequest handler guard.onResponse", path);
  }
});

test("a hook that looks at c.path sees one spelling for all", async () => {
  const router = new ray.Router()
    .hooks((c) => (c.path.startsWith("/admin/") ? c.string("stop", 403) : undefined))
    .get("/*rest", () => "in");
  for (const path of ["/admin/x", "/%61dmin/x", "/admi%6E/%5bx"])
    assert.equal(await ask(router, `GET ${path}`), "403");
  assert.equal(await ask(router, "GET /adminx"), "in");
});

test("hooks of a route are for its method and path alone; HEAD that reaches GET is a GET route's request", async () => {
  const trace = new HookTrace();
  const router = new ray.Router()
    .get("/a", trace.handler())
    .post("/a", trace.handler())
    .get("/b", trace.handler())
    .any("/c", trace.handler());
  router.addHooks("GET", "/a", trace.hook("r")).addHooks(ANY, "/c", trace.hook("any"));
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

test('hooks with "*" for a method are for every route of the path, outside of those for one method (seed 003.6)', async () => {
  const trace = new HookTrace();
  const router = new ray.Router()
    .get("/a", trace.handler())
    .post("/a", trace.handler())
    .any("/a", trace.handler())
    .get("/a/b", trace.handler());
  router.addHooks("POST", "/a", trace.hook("post")).addHooks("*", "/a", trace.hook("all"));
  for (const [request, expected] of [
    ["GET /a", "all.onRequest handler all.onResponse"],
    ["HEAD /a", "all.onRequest handler all.onResponse"],
    ["PURGE /a", "all.onRequest handler all.onResponse"],
    ["POST /a", "all.onRequest post.onRequest handler post.onResponse all.onResponse"],
    ["GET /a/b", "handler"],
  ] as const) {
    await ask(router, request);
    assert.equal(trace.take(), expected, request);
  }
});

test("hooks for the path of a nested app are for all of the app", async () => {
  const trace = new HookTrace();
  const router = new ray.Router().nest(
    "/in",
    new ray.Router().get("/", trace.handler()).get("/x", trace.handler()),
  );
  router.addHooks("*", "/in", trace.hook("all")).hooks(trace.hook("G"));
  for (const path of ["/in", "/in/", "/in/x"]) {
    assert.equal(await ask(router, `GET ${path}`), "answer");
    assert.equal(trace.take(), "G.onRequest all.onRequest handler all.onResponse G.onResponse", path);
  }
});

test("the router may add hooks to a route of a group, by its whole path", async () => {
  const trace = new HookTrace();
  const router = new ray.Router();
  router.addHooks("GET", "/g/:x/r", trace.hook("r"));
  router.addHooks("GET", "/g/:x", trace.hook("own"));
  const group = router.group("/g/:x").get("/r", trace.handler()).get("/", trace.handler());
  await ask(router, "GET /g/1/r");
  assert.equal(trace.take(), "r.onRequest handler r.onResponse");
  await ask(router, "GET /g/1");
  assert.equal(trace.take(), "own.onRequest handler own.onResponse");
  assert.throws(() => group.addHooks("GET", "/", trace.hook("late")), ray.RouteError);
});

for (const [what, request, answer, passes] of [
  ["an unknown path", "GET /nobody", "404", "onRequest onError onResponse"],
  ["a wrong method", "DELETE /g/1", "405 GET, HEAD, OPTIONS", "onRequest onError onResponse"],
  ["bad encoding", "GET /g/%zz", "400", "onRequest onError onResponse"],
  ["OPTIONS *", "OPTIONS *", "204 GET, HEAD, OPTIONS", "onRequest onResponse"],
] as const) {
  test(`I3: global hooks see ${what}, and hooks of groups do not (seed 003.14)`, async () => {
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

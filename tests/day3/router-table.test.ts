/** Looking into a router: `getRoute` and `routes`; and routers, or any endpoint, as parts of another. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext } from "../../day5/src/index.ts";
import { load, ray } from "../support/stage.ts";
import { ask, inherited, routerOf } from "../support/told-routes.ts";

const { ANY } = await load<typeof import("../../day5/src/router/route.ts")>("router/route.ts");

test("getRoute tells what a request would meet: the route and the decoded params", () => {
  const router = routerOf("GET /a/:x", "ANY /w/*rest");
  const match = router.getRoute("GET", "/a/%C3%A9");
  assert.equal(match?.route.method, "GET");
  assert.equal(match?.route.path, "/a/:x");
  assert.equal(String(match?.route), "GET /a/:x");
  assert.deepEqual({ ...match?.params }, { x: "é" });
  assert.deepEqual(inherited(match?.params ?? {}), []);
  assert.equal(String(router.getRoute("DELETE", "/w/1")?.route), "ANY /w/*rest");
  assert.equal(String(router.getRoute("HEAD", "/a/1")?.route), "GET /a/:x");
});

test("getRoute is null where a request would be 404 or 405, and throws where it would be 400", () => {
  const router = routerOf("GET /a/:x");
  assert.equal(router.getRoute("GET", "/b"), null);
  assert.equal(router.getRoute("POST", "/a/1"), null);
  assert.equal(router.getRoute("OPTIONS", "/a/1"), null);
  assert.throws(() => router.getRoute("GET", "/a/%zz"), {
    name: "HttpError",
    status: 400,
    code: "BAD_ENCODING",
  });
});

test("routes lists every route in the order of registration, with method, path and names", () => {
  const router = routerOf("POST /b", "GET /a/:x/*rest", "ANY /c");
  assert.deepEqual(router.routes().map(String), ["POST /b", "GET /a/:x/*rest", "ANY /c"]);
  assert.deepEqual(
    router.routes().map(({ method, path, names }) => [method, path, names]),
    [
      ["POST", "/b", []],
      ["GET", "/a/:x/*rest", ["x", "rest"]],
      [ANY, "/c", []],
    ],
  );
  assert.deepEqual(new ray.Router().routes(), []);
});

test("every declaration returns the router, so that they can be chained", () => {
  const router = new ray.Router();
  const handler = () => "";
  assert.equal(router.get("/1", handler), router);
  assert.equal(router.on("PURGE", "/2", handler), router);
  assert.equal(router.any("/3", handler).at("/4", handler), router);
});

test("a route takes an endpoint in the place of a handler", async () => {
  const router = new ray.Router().get("/p/:x", {
    call: (c: AppContext) => c.string(`endpoint ${JSON.stringify(c.params)}`),
  });
  assert.equal(await ask(router, "GET /p/1"), 'endpoint {"x":"1"}');
});

test("a router inside a router with `at`: the inner one sees the whole path and answers by its own rules", async () => {
  const inner = routerOf("GET /api/users/:id", "POST /api/users", "ANY /api/any");
  const outer = new ray.Router().at("/api/*rest", inner).get("/api/own", (c) => c.string("outer"));
  assert.equal(await ask(outer, "GET /api/users/7"), 'GET /api/users/:id {"id":"7"}');
  assert.equal(await ask(outer, "PURGE /api/any"), "ANY /api/any {}");
  assert.equal(await ask(outer, "GET /api/users"), "405 OPTIONS, POST");
  assert.equal(await ask(outer, "OPTIONS /api/users"), "204 OPTIONS, POST");
  assert.equal(await ask(outer, "GET /api/other"), "404");
  assert.equal(await ask(outer, "GET /api/users/%zz"), "400");
  assert.equal(await ask(outer, "GET /api/own"), "outer");
  assert.equal(await ask(outer, "GET /elsewhere"), "404");
});

test("one router may be part of several, and of itself answer too", async () => {
  const shared = routerOf("GET /a/:x");
  const one = new ray.Router().at("/*rest", shared);
  const other = new ray.Router().at("/a/*rest", shared);
  for (const app of [shared, one, other]) assert.equal(await ask(app, "GET /a/1"), 'GET /a/:x {"x":"1"}');
});

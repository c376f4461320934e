/** Lists of routes see through the apps that are inside, and the start reaches them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext, Endpoint, Router } from "../../day5/src/index.ts";
import { ray } from "../support/stage.ts";
import { ask, routerOf } from "../support/told-routes.ts";

/** Around `inner`, and hands on all that an endpoint may have. */
function wrapped(inner: Endpoint) {
  return {
    call: (c: AppContext) => inner.call(c),
    prepare: () => inner.prepare?.(),
    routes: () => ray.routesOf(inner),
  };
}

const list = (router: Router) => router.routes().map(String);

test("in the place of a router inside stand its own routes, as far as they are reached", () => {
  const inner = routerOf(
    "GET /api/users/:id",
    "POST /api/users",
    "GET /api/own",
    "GET /elsewhere",
    "ANY /api/*all",
  );
  const outer = routerOf("GET /first")
    .at("/api/*rest", inner)
    .get("/api/own", () => "")
    .get("/last", () => "");
  const expected = [
    "GET /first",
    "GET /api/users/:id",
    "POST /api/users",
    "ANY /api/*all",
    "GET /api/own",
    "GET /last",
  ];
  assert.deepEqual(list(outer), expected);
  assert.deepEqual(list(new ray.Router().at("/*all", outer)), expected);
  assert.deepEqual(
    outer.routes().map(({ names }) => names),
    [[], ["id"], [], ["all"], [], []],
  );
});

test("a wrapper that hands routes on is seen through; one that does not is one line", async () => {
  const inner = routerOf("GET /a/:x", "GET /b");
  assert.deepEqual(list(new ray.Router().at("/*rest", wrapped(wrapped(inner)))), ["GET /a/:x", "GET /b"]);
  const silent = { call: (c: AppContext) => inner.call(c) };
  const router = new ray.Router().at("/*rest", silent).get("/c", () => "");
  assert.deepEqual(list(router), ["ANY /*rest", "GET /c"]);
  assert.equal(ray.routesOf(silent), null);
  assert.equal(ray.routesOf({ ...silent, ...{ routes: "many" } }), null);
  assert.equal(await ask(router, "GET /a/1"), 'GET /a/:x {"x":"1"}');
});

test("the drawing has the routes of a router inside as branches", () => {
  const outer = routerOf("GET /").at(
    "/api/*rest",
    routerOf("GET /api/users/:id", "GET /api/%7Eme", "GET /api/[x]"),
  );
  assert.equal(
    outer.print(),
    `├─ /            GET /
└─ /api
   ├─ /%5Bx%5D  GET /api/[x]
   ├─ /users
   │  └─ /:     GET /api/users/:id
   └─ /~me      GET /api/%7Eme
`,
  );
});

test("a router that is mounted inside itself is listed, drawn and prepared once", () => {
  const router = routerOf("GET /a");
  router.at("/*rest", router);
  assert.deepEqual(list(router), ["GET /a"]);
  assert.equal(router.print(), "└─ /a  GET /a\n");
  router.prepare();
  router.prepare();
});

test("prepare reaches every endpoint: of routes, of misses, of routers inside and behind wrappers; each once", () => {
  const prepared: string[] = [];
  const told = (name: string): Endpoint & { readonly apply?: never } => ({
    call: () => new ray.Response(),
    prepare: () => void prepared.push(name),
  });
  const inner = new ray.Router().get("/in/a", told("inner")).notFound(told("inner miss"));
  const shared = told("shared");
  const router = new ray.Router()
    .get("/a", shared)
    .post("/b/:x", told("post"))
    .at("/in/*rest", wrapped(inner))
    .notFound(told("miss"))
    .methodNotAllowed(told("405"));
  router.prepare();
  const expected = ["405", "inner", "inner miss", "miss", "post", "shared"];
  assert.deepEqual([...new Set(prepared)].sort(), expected);
});

test("what one endpoint throws at the start comes out of listen, and the next start tells it again", async () => {
  const broken = {
    call: () => new ray.Response(),
    prepare() {
      throw new Error("no template");
    },
  };
  const router = new ray.Router().at("/*rest", wrapped(new ray.Router().get("/x", broken)));
  for (let i = 0; i < 2; i++) {
    assert.throws(() => router.prepare(), { message: "no template" });
    await assert.rejects(ray.listen("127.0.0.1:0", router), { message: "no template" });
  }
});

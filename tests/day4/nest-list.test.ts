/** What is nested is no secret: lists and drawings show it with its prefix, and the start reaches it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext, Router } from "../../day5/src/index.ts";
import { ray } from "../support/stage.ts";
import { routerOf } from "../support/told-routes.ts";

const list = (router: Router) => router.routes().map(String);

test("the routes of a nested router are listed with the prefix, in its place", () => {
  const router = routerOf("GET /first");
  router.nest("/api", routerOf("GET /", "GET /users", "GET /users/:id", "ANY /files/*path"));
  router.get("/last", () => "");
  assert.deepEqual(list(router), [
    "GET /first",
    "GET /api",
    "GET /api/users",
    "GET /api/users/:id",
    "ANY /api/files/*path",
    "GET /last",
  ]);
});

test("nests in groups and in nests add up; a name in the prefix may be one inside, too", () => {
  const inner = routerOf("GET /:id");
  const router = new ray.Router();
  router.group("/g").nest("/:id", new ray.Router().nest("/deep", inner));
  assert.deepEqual(list(router), ["GET /g/:id/deep/:id"]);
  assert.deepEqual(router.routes()[0]?.names, ["id"]);
  assert.equal(router.routes()[0]?.method, "GET");
});

test("what a closer route of the outer router takes is not listed for the nested one", () => {
  const router = new ray.Router().nest("/api", routerOf("GET /own", "GET /other")).get("/api/own", () => "");
  assert.deepEqual(list(router), ["GET /api/other", "GET /api/own"]);
});

test("a nested handler, or an app that tells nothing, is listed as where it stands", () => {
  const router = new ray.Router().nest("/files", (c) => c.string("")).nest("/none", new ray.Router());
  assert.deepEqual(list(router), ["ANY /files", "ANY /files/*"]);
});

test("a nested router behind a wrapper that hands routes on is listed, too", () => {
  const inner = routerOf("GET /users");
  const wrapper = { call: (c: AppContext) => inner.call(c), routes: () => inner.routes() };
  assert.deepEqual(list(new ray.Router().nest("/api", wrapper)), ["GET /api/users"]);
});

test("the drawing shows what is nested", () => {
  const router = routerOf("GET /").nest("/api", routerOf("GET /users", "GET /users/:id"));
  assert.equal(
    router.print(),
    `├─ /          GET /
└─ /api
   └─ /users  GET /api/users
      └─ /:   GET /api/users/:id
`,
  );
});

test("prepare reaches what is nested", () => {
  let prepared = 0;
  const inner = { call: () => new ray.Response(), prepare: () => void prepared++ };
  new ray.Router().nest("/a", new ray.Router().get("/", inner)).prepare();
  assert.equal(prepared, 1);
});

test("a nested app is reached by every spelling of its prefix", async () => {
  const router = new ray.Router().nest("/[~]", routerOf("GET /me", "GET /:x"));
  for (const path of ["/[~]/me", "/%5B%7e%5d/m%65", "/%5b~]/%6D%65"]) {
    assert.equal((await ray.inject(router, path)).text(), "GET /me {}");
  }
});

/** A group as a pen: what is declared through it is in the table of its router, below the prefix. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";
import { ask } from "../support/told-routes.ts";

test("a route of a group answers below its prefix, over a socket", async (t) => {
  const router = new ray.Router().get("/hello", () => "hello");
  router.group("/admin").get("/hello", (c) => c.string("hello from admin"));
  const { ask: send } = await startHttpServer(t, router);
  assert.equal((await send(request("GET /admin/hello"))).text, "hello from admin");
  assert.equal((await send(request("GET /hello"))).text, "hello");
});

test("I1: a prefix matches whole segments: /v1 never answers for /v10", async () => {
  const router = new ray.Router();
  router
    .group("/v1")
    .get("/users", () => "v1")
    .get("/*rest", () => "rest");
  for (const path of ["/v10/users", "/v1users", "/v", "/v10", "/v1%2Fusers"])
    assert.equal(await ask(router, `GET ${path}`), "404", path);
  assert.equal(await ask(router, "GET /v1/users"), "v1");
});

test("I2: groups and router have one table: methods are counted together, whoever declared them", async () => {
  const router = new ray.Router().on("PUT", "/:y/b", () => "put");
  router.group("/a").get("/:x", (c) => `${c.params.x}`);
  router.group("/a").post("/b", () => "posted");
  assert.equal(await ask(router, "GET /a/b"), "b");
  assert.equal(await ask(router, "POST /a/b"), "posted");
  assert.equal(await ask(router, "DELETE /a/b"), "405 GET, HEAD, OPTIONS, POST, PUT");
});

test("I2: a route of a group conflicts with any other, and the error has whole paths", () => {
  const router = new ray.Router();
  router.group("/a").get("/:x", () => "");
  const expected = {
    name: "RouteError",
    message: 'route "GET /a/:y" matches the same requests as "GET /a/:x"',
  };
  assert.throws(() => router.get("/a/:y", () => ""), expected);
  assert.throws(() => router.group("/a").get("/:y", () => ""), expected);
});

test("a group knows its prefix, and returns itself for the next declaration", () => {
  const group = new ray.Router().group("/admin");
  assert.ok(group instanceof ray.RouterGroup);
  assert.equal(group.prefix, "/admin");
  assert.equal(
    group.get("/a", () => "").post("/b", () => ""),
    group,
  );
});

/** The walk through the trie: three kinds of ways at each node, and a way back out of every dead end. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";
import { ask, permutations, routerOf } from "../support/told-routes.ts";

test("I2: a static way that leads nowhere is left again for the param, over a socket", async (t) => {
  const { ask: send } = await startHttpServer(t, routerOf("GET /ghost/new", "GET /ghost/:id/diary"));
  const { status, text } = await send(request("GET /ghost/new/diary"));
  assert.equal(status, 200);
  assert.equal(text, 'GET /ghost/:id/diary {"id":"new"}');
});

test("I2: a wildcard takes the rest, slashes and all; it is empty only behind a slash", async () => {
  const router = routerOf("GET /files/*path");
  assert.equal(await ask(router, "GET /files/a/b.css"), 'GET /files/*path {"path":"a/b.css"}');
  assert.equal(await ask(router, "GET /files/"), 'GET /files/*path {"path":""}');
  assert.equal(await ask(router, "GET /files"), "404");
  assert.equal(await ask(router, "GET /filesystem"), "404");
});

test("a name never stands for an empty segment", async () => {
  const router = routerOf("GET /ghost/:id", "GET /ghost/:id/diary");
  for (const path of ["/ghost/", "/ghost//diary", "/ghost"])
    assert.equal(await ask(router, `GET ${path}`), "404");
});

test("I1, I2: static before param before wildcard, in every order of declaration", async () => {
  for (const order of permutations(["GET /a/b", "GET /a/:x", "GET /a/*rest", "GET /:y/b/c"])) {
    const router = routerOf(...order);
    assert.equal(await ask(router, "GET /a/b"), "GET /a/b {}");
    assert.equal(await ask(router, "GET /a/c"), 'GET /a/:x {"x":"c"}');
    assert.equal(await ask(router, "GET /a/b/c"), 'GET /a/*rest {"rest":"b/c"}');
    assert.equal(await ask(router, "GET /z/b/c"), 'GET /:y/b/c {"y":"z"}');
  }
});

test("I2: each name keeps its own value, however many there are", async () => {
  const router = routerOf("GET /:a/:b/x", "GET /:a/*rest");
  assert.equal(await ask(router, "GET /7/8/x"), 'GET /:a/:b/x {"a":"7","b":"8"}');
  // The second value is forgotten on the way back.
  assert.equal(await ask(router, "GET /7/8/y"), 'GET /:a/*rest {"a":"7","rest":"8/y"}');
});

test("I2: a node without a route for the method is a dead end, too", async () => {
  const router = routerOf("POST /f/new", "GET /f/:name", "PUT /*rest");
  assert.equal(await ask(router, "GET /f/new"), 'GET /f/:name {"name":"new"}');
  assert.equal(await ask(router, "POST /f/new"), "POST /f/new {}");
  assert.equal(await ask(router, "PUT /f/new"), 'PUT /*rest {"rest":"f/new"}');
});

test("a path of 20,000 segments is found or not found as any other", async () => {
  const router = new ray.Router().get("/a/:x", () => "a").get("/w/*rest", (c) => `${c.params.rest.length}`);
  assert.equal(await ask(router, `GET /a${"/b".repeat(20_000)}`), "404");
  assert.equal(await ask(router, `GET /w${"/b".repeat(20_000)}`), "39999");
});

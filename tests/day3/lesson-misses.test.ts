/** What a client hears when no route answers its method, or its path; and which route answers HEAD. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";
import { ask, permutations, routerOf } from "../support/told-routes.ts";

test("I4: a known path with another method is 405 with Allow, over a socket", async (t) => {
  const { ask: send } = await startHttpServer(t, routerOf("GET /a/:x", "PUT /a/:y"));
  const { status, text, field } = await send(request("POST /a/1"));
  assert.equal(status, 405);
  assert.equal(field("allow"), "GET, HEAD, OPTIONS, PUT");
  assert.equal(text, "POST is not allowed here; allowed: GET, HEAD, OPTIONS, PUT\n");
});

test("I4: an unknown path is 404 for every method, OPTIONS too, and has no Allow", async () => {
  const router = routerOf("GET /a", "POST /a/:x");
  for (const method of ["GET", "HEAD", "POST", "OPTIONS", "PURGE"]) {
    assert.equal(await ask(router, `${method} /b`), "404", method);
  }
});

test("I4: OPTIONS is 204 with Allow and no body; a route of its own wins", async () => {
  const router = routerOf("GET /a/:x", "POST /a/b", "OPTIONS /own", "GET /own");
  assert.equal(await ask(router, "OPTIONS /a/b"), "204 GET, HEAD, OPTIONS, POST");
  assert.equal(await ask(router, "OPTIONS /own"), "OPTIONS /own {}");
  const answer = await ray.inject(router, "/a/b", { method: "OPTIONS" });
  assert.equal(answer.text(), "");
});

test("I1, I4: Allow gathers the methods of all routes that fit the path, in one order", async () => {
  for (const order of permutations(["GET /a/b", "POST /a/:x", "PUT /a/*rest", "DELETE /:y/b"])) {
    const router = routerOf(...order, "PATCH /other");
    assert.equal(await ask(router, "PURGE /a/b"), "405 DELETE, GET, HEAD, OPTIONS, POST, PUT");
    assert.equal(await ask(router, "PURGE /a/"), "405 OPTIONS, PUT");
  }
});

test("HEAD has the fields of GET and no body, over a socket; a HEAD route of its own wins", async (t) => {
  const { connect } = await startHttpServer(t, routerOf("GET /a/:x", "GET /b", "HEAD /b"));
  const client = await connect();
  client.send(request("HEAD /a/1") + request("GET /a/1") + request("HEAD /b"));
  const head = await readAnswer(client, "HEAD");
  const get = await readAnswer(client);
  assert.deepEqual([head.status, get.status, head.body], [200, 200, ""]);
  assert.equal(head.field("content-length"), get.field("content-length"));
  const own = await readAnswer(client, "HEAD");
  assert.equal(decodeURIComponent(own.field("x-told") ?? ""), "HEAD /b {}");
});

test("any answers every method for which its path has no route of its own", async () => {
  const router = routerOf("ANY /a", "GET /a", "ANY /b");
  assert.equal(await ask(router, "GET /a"), "GET /a {}");
  assert.equal(await ask(router, "HEAD /a"), "GET /a {}");
  assert.equal(await ask(router, "PURGE /a"), "ANY /a {}");
  assert.equal(await ask(router, "HEAD /b"), "ANY /b {}");
});

/** Methods: 404, 405 with Allow, HEAD through GET, OPTIONS, `any` and the ones nobody has heard of. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { ray } from "../support/stage.ts";
import { ask, routerOf } from "../support/told-routes.ts";

test("each method of the router declares routes for its own method", async () => {
  const router = new ray.Router()
    .get("/", () => "get")
    .post("/", () => "post")
    .put("/", () => "put")
    .patch("/", () => "patch")
    .delete("/", () => "delete")
    .head("/", (c) => c.header("x-told", "head").string(""))
    .options("/", () => "options")
    .on("PURGE", "/", () => "on")
    .any("/", () => "any");
  const expected = "get post put patch delete head options on".split(" ");
  const methods = "GET POST PUT PATCH DELETE HEAD OPTIONS PURGE".split(" ");
  for (const [i, method] of methods.entries()) assert.equal(await ask(router, `${method} /`), expected[i]);
  for (const method of ["TRACE", "get", "M-SEARCH"]) assert.equal(await ask(router, `${method} /`), "any");
});

test("I4: an unknown path is 404 for every method, OPTIONS too, and says so in plain words", async () => {
  const router = routerOf("GET /a", "POST /a/:x");
  for (const method of ["GET", "HEAD", "POST", "OPTIONS", "PURGE"]) {
    const answer = await ray.inject(router, "/b", { method });
    assert.equal(answer.status, 404);
    assert.equal(answer.headers.get("allow"), null);
    assert.equal(answer.headers.get("content-type"), "text/plain; charset=utf-8");
    assert.equal(answer.text(), method === "HEAD" ? "" : "there is nothing at this path\n");
  }
  assert.equal(await ask(new ray.Router(), "GET /"), "404");
});

test("I4: a known path with another method is 405, and Allow lists what it has: sorted, HEAD and OPTIONS too", async () => {
  const router = routerOf("PUT /a", "GET /a", "DELETE /a", "POST /b", "HEAD /c", "OPTIONS /d", "PURGE /e");
  assert.equal(await ask(router, "POST /a"), "405 DELETE, GET, HEAD, OPTIONS, PUT");
  assert.equal(await ask(router, "GET /b"), "405 OPTIONS, POST");
  assert.equal(await ask(router, "HEAD /b"), "405 OPTIONS, POST");
  assert.equal(await ask(router, "GET /c"), "405 HEAD, OPTIONS");
  assert.equal(await ask(router, "GET /d"), "405 OPTIONS");
  assert.equal(await ask(router, "GET /e"), "405 OPTIONS, PURGE");
  const answer = await ray.inject(router, "/b", { method: "PATCH" });
  assert.equal(answer.text(), "PATCH is not allowed here; allowed: OPTIONS, POST\n");
});

test("I4: Allow gathers the methods of all routes that match the path, whatever their shape", async () => {
  const router = routerOf("GET /a/b", "POST /a/:x", "PUT /a/*rest", "DELETE /:y/b", "PATCH /other");
  assert.equal(await ask(router, "PURGE /a/b"), "405 DELETE, GET, HEAD, OPTIONS, POST, PUT");
  assert.equal(await ask(router, "PURGE /a/"), "405 OPTIONS, PUT");
});

test("I2: method and backtracking: with GET /a/:x and POST /a/b, GET /a/b reaches the former", async () => {
  for (const routes of [
    ["GET /a/:x", "POST /a/b"],
    ["POST /a/b", "GET /a/:x"],
  ]) {
    const router = routerOf(...routes);
    assert.equal(await ask(router, "GET /a/b"), 'GET /a/:x {"x":"b"}');
    assert.equal(await ask(router, "HEAD /a/b"), 'GET /a/:x {"x":"b"}');
    assert.equal(await ask(router, "POST /a/b"), "POST /a/b {}");
  }
});

test("HEAD reaches the GET route; its own route wins, and so does one for `any` only after GET", async () => {
  const router = routerOf("GET /a", "GET /b", "HEAD /b", "ANY /a", "ANY /c", "HEAD /d/:x", "GET /d/e");
  assert.equal(await ask(router, "HEAD /a"), "GET /a {}");
  assert.equal(await ask(router, "HEAD /b"), "HEAD /b {}");
  assert.equal(await ask(router, "HEAD /c"), "ANY /c {}");
  assert.equal(await ask(router, "HEAD /d/e"), "GET /d/e {}");
  assert.equal(await ask(router, "HEAD /d/f"), 'HEAD /d/:x {"x":"f"}');
});

test("the handler that HEAD reaches through GET sees HEAD", async () => {
  const router = new ray.Router().get("/", (c) => c.header("x-method", c.method).string(c.method));
  assert.equal((await ray.inject(router, "/", { method: "HEAD" })).headers.get("x-method"), "HEAD");
});

test("I4: OPTIONS is 204 with Allow and no body; a route of its own wins", async () => {
  const router = routerOf("GET /a/:x", "POST /a/b", "OPTIONS /own", "GET /own");
  const answer = await ray.inject(router, "/a/b", { method: "OPTIONS" });
  assert.equal(answer.status, 204);
  assert.equal(answer.bytes.length, 0);
  assert.deepEqual([...answer.headers], [["allow", "GET, HEAD, OPTIONS, POST"]]);
  assert.equal(await ask(router, "OPTIONS /own"), "OPTIONS /own {}");
});

test("OPTIONS * is about the server: all methods that any path has", async () => {
  assert.equal(
    await ask(routerOf("POST /a", "PURGE /b/:x", "GET /c"), "OPTIONS *"),
    "204 GET, HEAD, OPTIONS, POST, PURGE",
  );
  const everything = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
  assert.equal(await ask(routerOf("ANY /a"), "OPTIONS *"), `204 ${everything}`);
});

test("what is no path reaches no route, not even a wildcard", async () => {
  const router = routerOf("GET /*rest", "GET /b");
  for (const target of ["*", "", "ab", "x/b"]) assert.equal(router.getRoute("GET", target), null, target);
  for (const target of ["", "ab", "x/b"]) assert.equal(await ask(router, `GET ${target}`), "404", target);
});

test("methods are compared letter by letter", async () => {
  const router = new ray.Router().on("purge", "/", () => "small").on("PURGE", "/", () => "large");
  assert.equal(await ask(router, "purge /"), "small");
  assert.equal(await ask(router, "PURGE /"), "large");
  assert.equal(await ask(router, "Purge /"), "405 OPTIONS, PURGE, purge");
});

/** `redirectSlash`: a 308 to the path that is there, for those who want it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Router } from "../../day5/src/index.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";
import { tell } from "../support/told-routes.ts";

function redirecting(...routes: string[]): Router {
  const router = new ray.Router({ redirectSlash: true });
  for (const route of routes) tell(router, route);
  return router;
}

/** Status and Location. */
async function where(router: Router, target: string, method = "GET"): Promise<[number, string | null]> {
  const { status, headers } = await ray.inject(router, target, { method });
  return [status, headers.get("location")];
}

test("a slash too many or too few leads with 308 to the path that is there, query and all", async () => {
  const router = redirecting("GET /user", "GET /list/", "POST /a/:x", "GET /w/*rest");
  assert.deepEqual(await where(router, "/user/"), [308, "/user"]);
  assert.deepEqual(await where(router, "/user/?x=1&y=/"), [308, "/user?x=1&y=/"]);
  assert.deepEqual(await where(router, "/list"), [308, "/list/"]);
  assert.deepEqual(await where(router, "/a/%C3%A9%2F/", "POST"), [308, "/a/%C3%A9%2F"]);
  assert.deepEqual(await where(router, "/w"), [308, "/w/"]);
  assert.deepEqual(await where(router, "/user/", "HEAD"), [308, "/user"]);
});

test("a route of its own wins, and where nothing would answer there is no redirect", async () => {
  const router = redirecting("GET /a", "GET /a/", "GET /b", "POST /c", "POST /c/");
  assert.deepEqual(await where(router, "/a/"), [200, null]);
  assert.deepEqual(await where(router, "/nobody/"), [404, null]);
  assert.deepEqual(await where(router, "/b//"), [404, null]);
  assert.deepEqual(await where(router, "/b/", "POST"), [404, null]);
  assert.deepEqual(await where(router, "/c/"), [405, null]);
  assert.deepEqual(await where(router, "/"), [404, null]);
  assert.deepEqual(await where(router, "*", "OPTIONS"), [204, null]);
});

test("bad encoding is 400 with either slash", async () => {
  assert.deepEqual(await where(redirecting("GET /a/:x"), "/a/%zz/"), [400, null]);
});

test("nobody is led to another server: //host and /\\host stay 404", async () => {
  const router = redirecting("GET //evil.example", "GET /:x", "GET /:x/y");
  assert.deepEqual(await where(router, "//evil.example/"), [404, null]);
  assert.deepEqual(await where(router, "/\\evil.example/"), [404, null]);
});

test("strict is the default: another slash is another path", async () => {
  const router = new ray.Router().get("/user", () => "");
  assert.deepEqual(await where(router, "/user/"), [404, null]);
  assert.deepEqual(
    await where(
      new ray.Router({}).get("/user", () => ""),
      "/user/",
    ),
    [404, null],
  );
});

test("notFound does not stand in the way of a redirect", async () => {
  const router = redirecting("GET /user").notFound((c) => c.string("own"));
  assert.deepEqual(await where(router, "/user/"), [308, "/user"]);
  assert.equal((await ray.inject(router, "/nobody")).text(), "own");
});

test("over a socket a POST keeps its connection, and the redirect its query", async (t) => {
  const { connect } = await startHttpServer(t, redirecting("POST /user", "GET /user"));
  const client = await connect();
  client.send(request("POST /user/?x", {}, "body") + request("GET /user"));
  const moved = await readAnswer(client);
  assert.deepEqual([moved.status, moved.field("location"), moved.body], [308, "/user?x", ""]);
  assert.equal((await readAnswer(client)).status, 200);
});

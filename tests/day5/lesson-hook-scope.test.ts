/** Whose hooks: of the router, of a group, of a route, whatever the order in which they were declared. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Endpoint, Router } from "../../day5/src/index.ts";
import { request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";
import { ask, permutations } from "../support/told-routes.ts";

/** Notes when it is entered and left. */
function noted(seen: string[], name: string) {
  return {
    onRequest: () => void seen.push(`${name}+`),
    onResponse: () => void seen.push(`${name}-`),
  };
}

test("I1: global, group, group inside, route, handler, and the same way back", async () => {
  const seen: string[] = [];
  const router = new ray.Router().hooks(noted(seen, "G"));
  const team = router.group("/admin").hooks(noted(seen, "a")).group("/teams/:team").hooks(noted(seen, "t"));
  team.get("/:member", noted(seen, "r"), (c) => {
    seen.push("handler");
    return `${c.params.team} ${c.params.member}`;
  });
  router.get("/plain", () => "plain");
  assert.equal(await ask(router, "GET /admin/teams/red/7"), "red 7");
  assert.equal(seen.splice(0).join(" "), "G+ a+ t+ r+ handler r- t- a- G-");
  assert.equal(await ask(router, "GET /plain"), "plain");
  assert.equal(seen.join(" "), "G+ G-");
});

test("I2: hooks that are declared behind a route are hooks of that route", async () => {
  const router = new ray.Router();
  const admin = router.group("/admin");
  admin.get("/secret", () => "secret");
  admin.hooks((c) => c.string("who are you?", 401));
  assert.equal(await ask(router, "GET /admin/secret"), "401");
});

test("I2: no order of declaration changes which hooks a route has", async () => {
  for (const order of permutations([0, 1, 2, 3, 4])) {
    const seen: string[] = [];
    const router = new ray.Router();
    const steps = [
      () => router.hooks(noted(seen, "G")),
      () => router.group("/a").hooks(noted(seen, "a")),
      () => router.group("/a/b").hooks(noted(seen, "b")),
      () =>
        router
          .group("/a")
          .group("/b")
          .get("/c", () => "answer"),
      () => router.group("/c").hooks(noted(seen, "c")),
    ];
    for (const step of order) steps[step]?.();
    assert.equal(await ask(router, "GET /a/b/c"), "answer");
    assert.equal(seen.join(" "), "G+ a+ b+ b- a- G-", `declared in the order ${order.join(" ")}`);
  }
});

test("a guard holds for its routes in every spelling, and for no neighbour", async (t) => {
  const router = new ray.Router();
  router
    .group("/v1")
    .hooks((c) => c.string("who are you?", 401))
    .get("/hello", () => "secret");
  router.get("/v10/hello", () => "open");
  router.get("/v1/direct", () => "declared elsewhere");
  const server = await startHttpServer(t, router);
  const told: Record<string, number> = {};
  for (const path of ["/v1/hello", "/%761/hello", "/v1/hell%6F", "/v10/hello", "/v1/direct"])
    told[path] = (await server.ask(request(`GET ${path}`))).status;
  assert.deepEqual(told, {
    "/v1/hello": 401,
    "/%761/hello": 401,
    "/v1/hell%6F": 401,
    "/v10/hello": 200,
    "/v1/direct": 200,
  });
});

/** A router that counts who passes. */
function counted(seen: string[]): Router {
  const router = new ray.Router().hooks(() => void seen.push("global"));
  router
    .group("/g")
    .hooks(() => void seen.push("group"))
    .get("/a", () => "a");
  return router;
}

test("I3: what no route matches passes the global hooks, and those of no group", async () => {
  const seen: string[] = [];
  const router = counted(seen);
  assert.equal(await ask(router, "GET /g/nope"), "404");
  assert.equal(await ask(router, "POST /g/a"), "405 GET, HEAD, OPTIONS");
  assert.deepEqual(seen, ["global", "global"]);
});

test("I3: a notFound of a group passes the hooks of that group", async () => {
  const seen: string[] = [];
  const router = counted(seen);
  router.group("/g").notFound((c) => c.string("nothing in here"));
  assert.equal(await ask(router, "GET /g/nope"), "404");
  assert.deepEqual(seen, ["global", "group"]);
});

test("an app that is mounted starts when the router starts, hooks or none", async () => {
  let starts = 0;
  const app: Endpoint = { call: (c) => c.string("app"), prepare: () => void starts++ };
  const router = new ray.Router().at("/app", app);
  router
    .group("/g")
    .hooks(() => {})
    .at("/app", app);
  router.prepare();
  assert.equal(starts, 2);
  assert.equal(await ask(router, "GET /g/app"), "app");
  assert.equal(starts, 2, "once, and not for every request");
});

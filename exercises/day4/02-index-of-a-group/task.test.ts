/** indexOf: what is below, by whole segments, at the moment of asking. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { RouteError, Router } from "../../../day4/src/index.ts";
import { inject } from "../../../day4/src/testing.ts";
import { answer } from "../../answer.ts";

const { indexOf } = await answer<typeof import("./solution.ts")>(import.meta.url, "indexOf");

const ok = () => "ok";

async function list(router: Router, target: string): Promise<unknown> {
  const got = await inject(router, target);
  assert.equal(got.status, 200);
  return got.json();
}

test("the routes of a group are listed, sorted", async () => {
  const router = new Router();
  const v1 = router.group("/v1").get("/teams/:id", ok).post("/teams", ok).get("/teams", ok);
  v1.group("/admin").get("/log", ok);
  indexOf(router, "/v1");
  assert.deepEqual(await list(router, "/v1"), [
    "GET /v1/admin/log",
    "GET /v1/teams",
    "GET /v1/teams/:id",
    "POST /v1/teams",
  ]);
});

test("I1: /v1 does not list what is below /v10", async () => {
  const router = new Router().get("/v10/teams", ok).get("/v1x", ok).get("/v1/teams", ok);
  indexOf(router, "/v1");
  assert.deepEqual(await list(router, "/v1"), ["GET /v1/teams"]);
});

test("what is declared later is in it, and what it is itself is not", async () => {
  const router = new Router();
  indexOf(router, "/v1");
  router.group("/v1").get("/late", ok);
  assert.deepEqual(await list(router, "/v1"), ["GET /v1/late"]);
});

test("a prefix with a param lists what was declared with it", async () => {
  const router = new Router().get("/teams/:team/members", ok).get("/teams/:team", ok);
  assert.throws(() => indexOf(router, "/teams/:team"), RouteError);
  const other = new Router().get("/teams/:team/members", ok).get("/teams/all/members", ok);
  indexOf(other, "/teams/:team");
  assert.deepEqual(await list(other, "/teams/7"), ["GET /teams/:team/members"]);
});

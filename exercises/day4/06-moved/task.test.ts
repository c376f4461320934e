/** moved: all of a prefix, nothing beside it, and everything as it came. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Router } from "../../../day4/src/index.ts";
import { inject } from "../../../day4/src/testing.ts";
import { answer } from "../../answer.ts";

const { moved } = await answer<typeof import("./solution.ts")>(import.meta.url, "moved");

function app(): Router {
  const router = new Router().get("/v10/teams", () => "ten").get("/v1/health", () => "healthy");
  moved(router, "/v1", "/v2");
  return router;
}

async function ask(target: string, method = "GET") {
  const got = await inject(app(), target, { method });
  return [got.status, got.headers.get("location") ?? got.text()];
}

test("the prefix and all below it lead to the new one, with any method", async () => {
  assert.deepEqual(await ask("/v1"), [308, "/v2"]);
  assert.deepEqual(await ask("/v1/"), [308, "/v2/"]);
  assert.deepEqual(await ask("/v1/teams/7"), [308, "/v2/teams/7"]);
  assert.deepEqual(await ask("/v1/teams", "DELETE"), [308, "/v2/teams"]);
});

test("I1: /v10 is another prefix", async () => {
  assert.deepEqual(await ask("/v1/x"), [308, "/v2/x"]);
  assert.deepEqual(await ask("/v10/teams"), [200, "ten"]);
  assert.equal((await ask("/v11"))[0], 404);
});

test("the query goes along", async () => {
  assert.deepEqual(await ask("/v1/teams?page=2&q=%20"), [308, "/v2/teams?page=2&q=%20"]);
});

test("what is encoded stays encoded", async () => {
  assert.deepEqual(await ask("/v1/a%2Fb"), [308, "/v2/a%2Fb"]);
  assert.deepEqual(await ask("/v1/a%0D%0Ab"), [308, "/v2/a%0D%0Ab"]);
});

test("a route below the old prefix still answers", async () => {
  assert.deepEqual(await ask("/v1/gone"), [308, "/v2/gone"]);
  assert.deepEqual(await ask("/v1/health"), [200, "healthy"]);
});

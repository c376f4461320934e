/** versions: each version has what the one before had, but for what it says itself. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type AppContext, Router } from "../../../day4/src/index.ts";
import { inject } from "../../../day4/src/testing.ts";
import { answer } from "../../answer.ts";

const { versions } = await answer<typeof import("./solution.ts")>(import.meta.url, "versions");

const LIST = [
  {
    name: "v1",
    routes: {
      "GET /teams": () => "teams 1",
      "GET /teams/:id": (c: AppContext<{ id: string }>) => `team ${c.params.id}`,
      "GET /ping": () => "pong",
    },
  },
  { name: "v2", routes: { "GET /teams": () => "teams 2", "GET /ping": null } },
  { name: "v3", routes: { "POST /teams": () => "made", "GET /ping": () => "pong 3" } },
] as const;

function app(): Router {
  const router = new Router();
  versions(router, LIST);
  return router;
}

async function ask(target: string, method = "GET"): Promise<string> {
  const got = await inject(app(), target, { method });
  return got.status === 200 ? got.text() : String(got.status);
}

test("a version answers with what it says itself", async () => {
  assert.equal(await ask("/v1/teams"), "teams 1");
  assert.equal(await ask("/v2/teams"), "teams 2");
  assert.equal(await ask("/v3/teams", "POST"), "made");
});

test("what it does not mention it has from the one before", async () => {
  for (const version of ["v1", "v2", "v3"]) assert.equal(await ask(`/${version}/teams/7`), "team 7");
  assert.equal(await ask("/v3/teams"), "teams 2");
});

test("an older version does not change with a newer one", async () => {
  assert.equal(await ask("/v1/ping"), "pong");
  assert.equal(await ask("/v1/teams", "POST"), "405");
});

test("null takes a route away, and a later version may bring it back", async () => {
  assert.equal(await ask("/v2/ping"), "404");
  assert.equal(await ask("/v3/ping"), "pong 3");
});

test("I2: the routes of all versions are in the one table, and the list can be used again", () => {
  const names = app().routes().map(String).sort();
  assert.deepEqual(names, app().routes().map(String).sort());
  assert.deepEqual(
    names.filter((name) => name.includes("/v2")),
    ["GET /v2/teams", "GET /v2/teams/:id"],
  );
  assert.equal(names.length, 3 + 2 + 4);
});

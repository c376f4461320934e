/** resource: five routes at the most, and no promise that no one keeps. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Router } from "../../../day4/src/index.ts";
import { inject } from "../../../day4/src/testing.ts";
import { answer } from "../../answer.ts";

const { resource } = await answer<typeof import("./solution.ts")>(import.meta.url, "resource");

function app(): Router {
  const router = new Router();
  resource(router.group("/teams/:team"), "/members", {
    // @ts-expect-error I3: a list has no id.
    list: (c) => c.string(`members of ${c.params.team}, ${c.params.id}`),
    create: (c) => c.string(`new in ${c.params.team}`, 201),
    show: (c) => c.string(`${c.params.id} of ${c.params.team}`),
  });
  return router;
}

async function ask(method: string, target: string) {
  const got = await inject(app(), target, { method });
  return { status: got.status, text: got.text(), allow: got.headers.get("allow") };
}

test("I3: list answers the path, show the path with an id, and both know the team", async () => {
  assert.equal((await ask("GET", "/teams/red/members")).text, "members of red, undefined");
  assert.equal((await ask("GET", "/teams/red/members/7")).text, "7 of red");
  assert.deepEqual(await ask("POST", "/teams/red/members"), { status: 201, text: "new in red", allow: null });
});

test("what is not given is a 405, and Allow names the others only", async () => {
  const missing = await ask("DELETE", "/teams/red/members/7");
  assert.equal(missing.status, 405);
  assert.doesNotMatch(missing.allow ?? "", /DELETE|PUT|POST/);
  assert.match(missing.allow ?? "", /GET/);
  assert.equal((await ask("PUT", "/teams/red/members")).status, 405);
});

test("all five have their method and their path", () => {
  const router = new Router();
  const ok = () => "ok";
  resource(router, "/todos", { list: ok, create: ok, show: ok, replace: ok, remove: ok });
  assert.deepEqual(router.routes().map(String).sort(), [
    "DELETE /todos/:id",
    "GET /todos",
    "GET /todos/:id",
    "POST /todos",
    "PUT /todos/:id",
  ]);
});

test("a slash behind the path is another path", async () => {
  assert.equal((await ask("GET", "/teams/red/members")).status, 200);
  assert.equal((await ask("GET", "/teams/red/members/")).status, 404);
});

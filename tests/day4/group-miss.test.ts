/** A group's own answers to misses below its prefix. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { ray } from "../support/stage.ts";
import { ask, tell } from "../support/told-routes.ts";

/** Who answers, with the status: "404 admin". */
async function who(app: Parameters<typeof ray.inject>[0], request: string): Promise<string> {
  const [method = "", path = ""] = request.split(" ");
  const answer = await ray.inject(app, path, { method });
  return `${answer.status} ${answer.text()}`;
}

test("the closest group that has one answers a miss, whatever was declared first", async () => {
  const declare: ((router: InstanceType<typeof ray.Router>) => unknown)[] = [
    (router) => router.notFound((c) => c.string("root")),
    (router) => router.group("/admin").notFound((c) => c.string("admin")),
    (router) => router.group("/admin/old").get("/x", () => ""),
    (router) => router.group("/admin/teams/:team").notFound((c) => c.string(`team ${c.params.team}`)),
    (router) => router.group("/:lang/docs").notFound((c) => c.string(`docs ${c.params.lang}`)),
  ];
  for (const order of [declare, declare.toReversed()]) {
    const router = new ray.Router();
    for (const step of order) step(router);
    assert.equal(await who(router, "GET /nobody"), "404 root");
    assert.equal(await who(router, "GET /admin"), "404 admin");
    assert.equal(await who(router, "GET /admin/"), "404 admin");
    assert.equal(await who(router, "GET /admin/old/y"), "404 admin");
    assert.equal(await who(router, "GET /admin/teams/red"), "404 team red");
    assert.equal(await who(router, "GET /admin/teams/r%2Fd/1/2"), "404 team r/d");
    assert.equal(await who(router, "GET /admin/docs/1"), "404 admin");
    assert.equal(await who(router, "GET /en/docs/1"), "404 docs en");
    assert.equal(await who(router, "GET /administrator"), "404 root");
  }
});

test("methodNotAllowed goes by group as well, and the two kinds do not mix", async () => {
  const router = new ray.Router();
  const api = router.group("/api").methodNotAllowed((c) => c.json({ error: c.method }));
  tell(api, "GET /a");
  tell(router, "GET /b");
  const answer = await ray.inject(router, "/api/a", { method: "PUT" });
  assert.deepEqual([answer.status, answer.text()], [405, '{"error":"PUT"}']);
  assert.equal(answer.headers.get("allow"), "GET, HEAD, OPTIONS");
  assert.equal(await ask(router, "PUT /b"), "405 GET, HEAD, OPTIONS");
  assert.equal(await who(router, "GET /api/nobody"), "404 there is nothing at this path\n");
  assert.equal(await ask(router, "OPTIONS /api/a"), "204 GET, HEAD, OPTIONS");
});

test("I2: two groups with one prefix are one place: routes, misses and Allow are shared", async () => {
  const router = new ray.Router();
  const [one, other] = [router.group("/api"), router.group("/api")];
  tell(one, "GET /a");
  tell(other, "POST /a");
  one.notFound((c) => c.string("lost"));
  assert.throws(() => other.notFound(() => ""), {
    name: "RouteError",
    message: 'notFound of group "/api" answers the same misses as notFound of group "/api"',
  });
  assert.throws(() => tell(other, "GET /a"), ray.RouteError);
  assert.equal(await ask(router, "PUT /api/a"), "405 GET, HEAD, OPTIONS, POST");
  assert.equal(await who(router, "GET /api/b"), "404 lost");
});

test("groups build urls with their prefix", () => {
  const router = new ray.Router();
  const team = router.group("/teams/:team");
  tell(team, "GET /members/:member");
  tell(team, "GET /");
  const params = { team: "a b", member: "7" };
  assert.equal(team.url("/members/:member", params), "/teams/a%20b/members/7");
  assert.equal(team.url("/", { team: "x" }), "/teams/x");
  assert.equal(router.url("/teams/:team/members/:member", params), "/teams/a%20b/members/7");
  assert.throws(() => team.url("/nobody", { team: "x" }), ray.RouteError);
});

test("print draws the routes of all groups in one trie", () => {
  const router = new ray.Router();
  tell(router.group("/admin"), "GET /hello");
  tell(router.group("/admin/teams/:team"), "GET /");
  assert.equal(
    router.print(),
    `└─ /admin
   ├─ /hello  GET /admin/hello
   └─ /teams
      └─ /:   GET /admin/teams/:team
`,
  );
});

/** What a prefix is, how it is joined with a path, and groups inside groups. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { RouterGroup } from "../../day5/src/index.ts";
import { request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";
import { ask, tell } from "../support/told-routes.ts";

test("groups inside groups add up, over a socket", async (t) => {
  const router = new ray.Router();
  const group = router.group("/admin");
  const team = group.group("/teams/:team");
  tell(team, "GET /members/:member");
  assert.equal(team.prefix, "/admin/teams/:team");
  const { ask: send } = await startHttpServer(t, router);
  const { text } = await send(request("GET /admin/teams/red/members/a%2Fb"));
  assert.equal(text, 'GET /members/:member {"team":"red","member":"a/b"}');
});

test("`/` in a group is the group's own path; another slash at the end stays", async () => {
  const router = new ray.Router();
  const user = router.group("/user");
  tell(user, "GET /");
  tell(user, "GET /list/");
  assert.equal(await ask(router, "GET /user"), "GET / {}");
  assert.equal(await ask(router, "GET /user/"), "404");
  assert.equal(await ask(router, "GET /user/list/"), "GET /list/ {}");
  assert.equal(await ask(router, "GET /user/list"), "404");
});

test("group calls its callback with the group, and returns it too", async () => {
  const router = new ray.Router();
  const given: RouterGroup<string>[] = [];
  const returned = router.group("/user", (user) => {
    given.push(user);
    user.group("/:id", (one) => tell(one, "GET /posts"));
  });
  assert.deepEqual(given, [returned]);
  assert.equal(await ask(router, "GET /user/7/posts"), 'GET /posts {"id":"7"}');
});

for (const prefix of ["", "/", "admin", "/admin/", "/a//b"]) {
  test(`I1: the prefix "${prefix}" is not a whole number of segments, and is refused`, () => {
    const message = `group "${prefix}": a prefix is one or more segments, such as /admin or /:lang/docs`;
    const router = new ray.Router();
    assert.throws(() => router.group(prefix), { name: "RouteError", message });
    assert.throws(() => router.group("/ok").group(prefix), { name: "RouteError", message });
  });
}

test("nothing can follow the wildcard of a prefix, and a path of a group begins with a slash", () => {
  const router = new ray.Router();
  assert.throws(() => router.group("/a/*rest"), {
    message: 'group "/a/*rest": a wildcard takes the rest, so nothing can follow',
  });
  assert.throws(() => router.group("/admin").get("hello", () => ""), {
    name: "RouteError",
    message: 'route "hello": a path begins with a slash',
  });
});

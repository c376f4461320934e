/** Groups: routes that share a prefix, in groups that may be nested, shared and built in several ways. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { RouterGroup } from "../../day5/src/index.ts";
import { ray } from "../support/stage.ts";
import { ask, permutations, routerOf, tell } from "../support/told-routes.ts";

test("a group's routes stand below its prefix, those of nested groups below both", async () => {
  const router = new ray.Router();
  const admin = router.group("/admin");
  tell(admin, "GET /hello");
  const teams = admin.group("/teams/:team");
  tell(teams, "GET /members/:member");
  tell(router, "GET /hello");
  assert.equal(admin.prefix, "/admin");
  assert.equal(teams.prefix, "/admin/teams/:team");
  assert.equal(await ask(router, "GET /admin/hello"), "GET /hello {}");
  assert.equal(
    await ask(router, "GET /admin/teams/7/members/a%2Fb"),
    'GET /members/:member {"team":"7","member":"a/b"}',
  );
  assert.equal(await ask(router, "GET /teams/7/members/8"), "404");
  assert.deepEqual(router.routes().map(String), [
    "GET /admin/hello",
    "GET /admin/teams/:team/members/:member",
    "GET /hello",
  ]);
});

test("I1: a prefix matches whole segments: /v1 never catches /v10", async () => {
  const router = new ray.Router();
  tell(router.group("/v1"), "GET /users");
  tell(router.group("/v1"), "GET /*rest");
  for (const path of ["/v10/users", "/v1users", "/v", "/v10", "/v1%2Fusers", "/V1/users"]) {
    assert.equal(await ask(router, `GET ${path}`), "404", path);
  }
  assert.equal(await ask(router, "GET /v1/other"), 'GET /*rest {"rest":"other"}');
  tell(new ray.Router().group("/v10"), "GET /users");
});

test("`/` in a group is the group's own path, without a slash at the end", async () => {
  const router = new ray.Router();
  const user = router.group("/user");
  tell(user, "GET /");
  tell(user.group("/:id"), "GET /", "one user");
  assert.equal(await ask(router, "GET /user"), "GET / {}");
  assert.equal(await ask(router, "GET /user/7"), 'one user {"id":"7"}');
  assert.equal(await ask(router, "GET /user/"), "404");
  assert.deepEqual(router.routes().map(String), ["GET /user", "GET /user/:id"]);
});

test("a slash at the end of a path stays, in a group as in a router", async () => {
  const router = new ray.Router();
  tell(router.group("/user"), "GET /list/");
  assert.equal(await ask(router, "GET /user/list/"), "GET /list/ {}");
  assert.equal(await ask(router, "GET /user/list"), "404");
});

test("I2: two groups may have one prefix", async () => {
  const router = new ray.Router();
  tell(router.group("/api"), "GET /a");
  tell(router.group("/api"), "GET /b");
  tell(router.group("/api").group("/c"), "GET /");
  tell(router.group("/api/c"), "GET /d");
  for (const path of ["/a", "/b", "/c", "/c/d"]) assert.notEqual(await ask(router, `GET /api${path}`), "404");
});

test("group(prefix, build) calls build with the group, and returns it too", async () => {
  const router = new ray.Router();
  let given: RouterGroup<"/user"> | null = null;
  const returned = router.group("/user", (user) => {
    given = user;
    tell(user, "GET /index");
    user.group("/:id", (one) => tell(one, "GET /posts"));
  });
  assert.equal(returned, given);
  assert.equal(await ask(router, "GET /user/index"), "GET /index {}");
  assert.equal(await ask(router, "GET /user/7/posts"), 'GET /posts {"id":"7"}');
});

test("all methods of a router are there in a group, and return the group", async () => {
  const router = new ray.Router();
  const group = router.group("/g/:x");
  const methods = ["get", "post", "put", "patch", "delete", "head", "options"] as const;
  for (const method of methods)
    assert.equal(
      group[method]("/", (c) => c.header("x-told", method).string(method)),
      group,
    );
  assert.equal(
    group.on("PURGE", "/", () => "purge").any("/any", () => "any"),
    group,
  );
  assert.equal(
    group.at("/at", () => "at"),
    group,
  );
  for (const method of methods) assert.equal(await ask(router, `${method.toUpperCase()} /g/1`), method);
  assert.equal(await ask(router, "PURGE /g/1"), "purge");
  assert.equal(await ask(router, "TRACE /g/1/any"), "any");
  assert.equal(await ask(router, "PUT /g/1/at"), "at");
});

test("I2: HEAD, 405 and OPTIONS count routes of all groups together", async () => {
  const router = new ray.Router();
  tell(router.group("/a"), "GET /:x");
  tell(router.group("/a/b"), "POST /");
  tell(router.group("/:y"), "PUT /b");
  assert.equal(await ask(router, "HEAD /a/1"), 'GET /:x {"x":"1"}');
  assert.equal(await ask(router, "GET /a/b"), 'GET /:x {"x":"b"}');
  assert.equal(await ask(router, "DELETE /a/b"), "405 GET, HEAD, OPTIONS, POST, PUT");
  assert.equal(await ask(router, "OPTIONS /a/b"), "204 GET, HEAD, OPTIONS, POST, PUT");
  assert.equal(await ask(router, "OPTIONS *"), "204 GET, HEAD, OPTIONS, POST, PUT");
});

test("I2: precedence goes by the whole path, not by group, in every order of declaration", async () => {
  const groups = [
    ["/a", "GET /b/c"],
    ["/:x", "GET /b/d"],
    ["/a/:y", "GET /e"],
    ["/a", "GET /*rest"],
  ] as const;
  for (const order of permutations(groups)) {
    const router = new ray.Router();
    for (const [prefix, route] of order) tell(router.group(prefix as string), route);
    assert.equal(await ask(router, "GET /a/b/c"), "GET /b/c {}");
    assert.equal(await ask(router, "GET /a/b/d"), 'GET /*rest {"rest":"b/d"}');
    assert.equal(await ask(router, "GET /f/b/d"), 'GET /b/d {"x":"f"}');
    assert.equal(await ask(router, "GET /a/b/e"), 'GET /e {"y":"b"}');
  }
});

test("however a path is cut into prefixes, the routes are the same", async () => {
  const segment = fc.constantFrom("a", "b", "ab", "é", ":x", "");
  const path = fc
    .array(segment, { minLength: 1, maxLength: 4 })
    .map((parts) => parts.map((part, i) => `/${part.startsWith(":") ? part + i : part}`));
  const request = fc.array(fc.constantFrom("a", "b", "ab", "%C3%A9", ""), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(path, fc.nat(3), fc.array(request, { minLength: 10 }), async (parts, at, requests) => {
      const cut = Math.min(at, parts.length - 1);
      // An empty segment is a fine part of a path, but not of a prefix.
      fc.pre(!parts.slice(0, cut).includes("/") && (cut === 0 || parts.slice(cut).join("") !== "/"));
      const route = `GET ${parts.join("")}`;
      const grouped = new ray.Router();
      let group: RouterGroup<string> = grouped;
      for (const part of parts.slice(0, cut)) group = group.group(part);
      tell(group, `GET ${parts.slice(cut).join("")}`, route);
      const flat = routerOf(route);
      for (const asked of requests) {
        const line = `GET /${asked.join("/")}`;
        assert.equal(await ask(grouped, line), await ask(flat, line), line);
      }
    }),
    { seed: 5, numRuns: 200 },
  );
});

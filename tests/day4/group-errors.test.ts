/** Prefixes that cannot be, and routes of different groups that match the same requests. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { ray } from "../support/stage.ts";
import { ask, tell } from "../support/told-routes.ts";

for (const prefix of ["", "/", "//", "admin", "/admin/", "/a//b", "//a", "/a/"]) {
  test(`I1: the prefix "${prefix}" is not a whole number of segments, for group and for nest`, () => {
    const expected = {
      name: "RouteError",
      message: `group "${prefix}": a prefix is one or more segments, such as /admin or /:lang/docs`,
    };
    const router = new ray.Router();
    assert.throws(() => router.group(prefix), expected);
    assert.throws(() => router.group("/ok").group(prefix), expected);
    assert.throws(() => router.nest(prefix, new ray.Router()), expected);
    assert.deepEqual(router.routes(), []);
  });
}

for (const prefix of ["/*rest", "/a/*rest", "/*rest/a", "/*"]) {
  test(`nothing can follow the wildcard of the prefix "${prefix}"`, () => {
    const expected = {
      name: "RouteError",
      message: `group "${prefix}": a wildcard takes the rest, so nothing can follow`,
    };
    assert.throws(() => new ray.Router().group(prefix), expected);
    assert.throws(() => new ray.Router().nest(prefix, new ray.Router()), expected);
  });
}

for (const [prefix, reason] of [
  ["/:", /needs a name/],
  ["/:a-b", /"a-b" is not a name/],
  ["/:id/:id", /the name "id" is used twice/],
  ["/a*", /has a star inside/],
  ["/a?b", /has no query/],
  ["/%zz", /percent sign/],
] as const) {
  test(`the prefix "${prefix}" is refused with the first route at the latest`, () => {
    const declare = () => new ray.Router().group(prefix as string).get("/hello", () => "");
    assert.throws(declare, (error: Error) => error instanceof ray.RouteError && reason.test(error.message));
  });
}

test("a path of a group begins with a slash, too", () => {
  const group = new ray.Router().group("/admin");
  assert.throws(() => group.get("hello", () => ""), {
    name: "RouteError",
    message: 'route "hello": a path begins with a slash',
  });
  assert.throws(() => group.get("", () => ""), ray.RouteError);
});

test("a name may stand in the prefix or in the path, but not in both", () => {
  const group = new ray.Router().group("/:id");
  assert.throws(() => group.get("/posts/:id", () => ""), {
    name: "RouteError",
    message: 'route "/:id/posts/:id": the name "id" is used twice',
  });
});

test("I2: a conflict across groups names both routes with their whole paths", () => {
  const router = new ray.Router();
  tell(router.group("/a"), "GET /:x/c");
  assert.throws(() => tell(router.group("/a/:y"), "GET /c"), {
    name: "RouteError",
    message: 'route "GET /a/:y/c" matches the same requests as "GET /a/:x/c"',
  });
  assert.throws(() => tell(router, "GET /a/:z/c"), {
    name: "RouteError",
    message: 'route "GET /a/:z/c" matches the same requests as "GET /a/:x/c"',
  });
});

test("the own path of a group and the same path of the router are in conflict", () => {
  const router = new ray.Router();
  tell(router, "GET /user");
  assert.throws(() => tell(router.group("/user"), "GET /"), {
    message: 'route "GET /user" matches the same requests as "GET /user"',
  });
});

test("a group whose build throws passes the error on and keeps what was declared before", async () => {
  const router = new ray.Router();
  const build = () =>
    router.group("/a", (group) => {
      tell(group, "GET /b");
      throw new Error("no more");
    });
  assert.throws(build, { message: "no more" });
  assert.equal(await ask(router, "GET /a/b"), "GET /b {}");
});

/** `url`: from a route and its params back to a path. Its types are in url.types.test.ts. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ray } from "../support/stage.ts";
import { routerOf } from "../support/told-routes.ts";

test("url fills in the params, encoded, and keeps the slashes of a wildcard", () => {
  const router = routerOf("GET /ghost/:id", "GET /", "GET /café/:x/*rest", "POST /a b/");
  assert.equal(router.url("/ghost/:id", { id: "7" }), "/ghost/7");
  assert.equal(router.url("/ghost/:id", { id: "a/b é%?#" }), "/ghost/a%2Fb%20%C3%A9%25%3F%23");
  assert.equal(router.url("/"), "/");
  assert.equal(router.url("/café/:x/*rest", { x: "1", rest: "a b/c" }), "/caf%C3%A9/1/a%20b/c");
  assert.equal(router.url("/café/:x/*rest", { x: "1", rest: "" }), "/caf%C3%A9/1/");
  assert.equal(router.url("/a b/"), "/a%20b/");
});

test("what url builds leads to the route with the same params", () => {
  const value = fc.string({ unit: "grapheme", minLength: 1 });
  const router = routerOf("GET /x/:a/:b", "GET /w/:a/*b");
  fc.assert(
    fc.property(value, value, fc.constantFrom("/x/:a/:b", "/w/:a/*b"), (a, b, path) => {
      fc.pre(![a, ...b.split("/")].some((part) => part === "." || part === ".."));
      const match = router.getRoute("GET", router.url(path, { a, b }));
      assert.equal(match?.route.path, path);
      assert.deepEqual({ ...match?.params }, { a, b });
    }),
    { seed: 6, numRuns: 500 },
  );
});

for (const [value, why] of [
  ["", "a param is never empty"],
  [".", "clients take dot segments away"],
  ["..", "clients take dot segments away"],
] as const) {
  test(`"${value}" cannot be the value of a param: ${why}`, () => {
    assert.throws(() => routerOf("GET /a/:x").url("/a/:x", { x: value }), {
      name: "RouteError",
      message: `url of "/a/:x": "x" cannot be "${value}"`,
    });
  });
}

test("a wildcard may hold no dot segment either", () => {
  const router = routerOf("GET /w/*rest");
  assert.throws(() => router.url("/w/*rest", { rest: "a/../b" }), ray.RouteError);
  assert.equal(router.url("/w/*rest", { rest: "a/...b" }), "/w/a/...b");
});

test("a link to nowhere is an error, and so is a param that is missing", () => {
  const router = routerOf("GET /a/:x");
  assert.throws(() => router.url("/b"), { message: 'url of "/b": there is no such route' });
  assert.throws(() => router.url("/a/:y", { y: "1" }), ray.RouteError);
  const computed: string = "/a/:x";
  assert.throws(() => router.url(computed, {}), { message: 'url of "/a/:x": no "x"' });
  const wrong = { x: 7 } as unknown as { x: string };
  assert.throws(() => router.url("/a/:x", wrong), ray.RouteError);
});

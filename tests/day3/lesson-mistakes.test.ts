/** Mistakes in routes, told at the line that declares them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { ray } from "../support/stage.ts";
import { ask, routerOf, tell } from "../support/told-routes.ts";

for (const [first, second] of [
  ["GET /a", "GET /a"],
  ["GET /a/:x", "GET /a/:y"],
  ["GET /w/*one", "GET /w/*two"],
] as const) {
  test(`I5: "${second}" matches the same requests as "${first}": the error names both`, () => {
    const router = routerOf(first);
    assert.throws(() => tell(router, second), {
      name: "RouteError",
      code: "BAD_ROUTE",
      message: `route "${second}" matches the same requests as "${first}"`,
    });
  });
}

for (const [path, reason] of [
  ["user", "a path begins with a slash"],
  ["/ghost/:", "a param needs a name, such as :id"],
  ["/ghost/:a-b", '"a-b" is not a name; use letters, digits and _'],
  ["/:id/ghost/:id", 'the name "id" is used twice'],
  ["/*rest/a", "a wildcard takes the rest, so it must be last"],
] as const) {
  test(`I5: the path "${path}" is refused: ${reason}`, () => {
    assert.throws(() => routerOf(`GET ${path}`), {
      name: "RouteError",
      message: `route "${path}": ${reason}`,
    });
  });
}

test("I5: other methods, other shapes and other ends are no conflict", () => {
  assert.doesNotThrow(() =>
    routerOf("GET /a/:x", "POST /a/:y", "GET /a/*w", "GET /a/", "GET /a", "GET /a/b", "GET /:a", "GET /w/*"),
  );
});

test("I5: a route that was refused changes nothing", async () => {
  const router = routerOf("GET /a/:x");
  assert.throws(() => tell(router, "GET /a/:y"), ray.RouteError);
  assert.throws(() => tell(router, "GET /a/*b/c"), ray.RouteError);
  assert.equal(await ask(router, "GET /a/1"), 'GET /a/:x {"x":"1"}');
  assert.equal(await ask(router, "GET /a/1/c"), "404");
});

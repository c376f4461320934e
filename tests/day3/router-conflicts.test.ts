/** What cannot be registered: two routes for the same requests, and paths that could not match as meant. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { RouteError } from "../../day5/src/index.ts";
import { ray } from "../support/stage.ts";
import { ask, permutations, routerOf, tell } from "../support/told-routes.ts";

/** The message of the RouteError that `declare` throws. */
function refusal(declare: () => unknown): string {
  let message = "";
  assert.throws(declare, (error: RouteError) => {
    assert.ok(error instanceof ray.RouteError, `${error} is a RouteError`);
    assert.equal(error.name, "RouteError");
    assert.equal(error.code, "BAD_ROUTE");
    message = error.message;
    return true;
  });
  return message;
}

for (const [first, second] of [
  ["GET /a", "GET /a"],
  ["GET /", "GET /"],
  ["GET /a/:x", "GET /a/:y"],
  ["GET /:a/b/:c", "GET /:x/b/:y"],
  ["GET /w/*one", "GET /w/*two"],
  ["GET /w/*one", "GET /w/*"],
  ["ANY /a", "ANY /a"],
  ["GET /café", "GET /caf%C3%A9"],
] as const) {
  test(`I5: "${first}" and "${second}" match the same requests: the error names both`, () => {
    for (const [one, other] of permutations([first, second])) {
      const message = refusal(() => routerOf(one as string, other as string));
      assert.equal(message, `route "${other}" matches the same requests as "${one}"`);
    }
  });
}

test("I5: a conflict is told through every method of the router, at the line that makes it", () => {
  const handler = () => "";
  for (const method of ["get", "post", "put", "patch", "delete", "head", "options", "any", "at"] as const) {
    const router = new ray.Router()[method]("/a/:x", handler);
    const named = method === "any" || method === "at" ? "ANY" : method.toUpperCase();
    const expected = `route "${named} /a/:y" matches the same requests as "${named} /a/:x"`;
    assert.equal(
      refusal(() => router[method]("/a/:y", handler)),
      expected,
    );
  }
  const router = new ray.Router().any("/a", handler);
  assert.match(
    refusal(() => router.at("/a", handler)),
    /"ANY \/a" matches/,
  );
});

test("other methods, other shapes and other ends are no conflict", () => {
  assert.doesNotThrow(() =>
    routerOf("GET /a/:x", "POST /a/:y", "ANY /a/:z", "GET /a/*w", "GET /a/", "GET /a", "GET /a/b", "GET /:a"),
  );
});

test("I5: a route that was refused changes nothing", async () => {
  const router = routerOf("GET /a/:x");
  refusal(() => tell(router, "GET /a/:y"));
  refusal(() => tell(router, "GET /a/*b/c"));
  assert.deepEqual(router.routes().map(String), ["GET /a/:x"]);
  assert.equal(await ask(router, "GET /a/1"), 'GET /a/:x {"x":"1"}');
  assert.equal(await ask(router, "GET /a/1/c"), "404");
});

for (const [path, reason] of [
  ["", "a path begins with a slash"],
  ["a", "a path begins with a slash"],
  [":a", "a path begins with a slash"],
  ["*", "a path begins with a slash"],
  ["/a?b", "a path has no query and no fragment"],
  ["/a#b", "a path has no query and no fragment"],
  ["/*rest/a", "a wildcard takes the rest, so it must be last"],
  ["/*rest/", "a wildcard takes the rest, so it must be last"],
  ["/*a/*b", "a wildcard takes the rest, so it must be last"],
  ["/:", "a param needs a name, such as :id"],
  ["/a/:/b", "a param needs a name, such as :id"],
  ["/*/a", "a wildcard takes the rest, so it must be last"],
  ["/:a/:a", 'the name "a" is used twice'],
  ["/:a/b/*a", 'the name "a" is used twice'],
  ["/:a-b", '"a-b" is not a name; use letters, digits and _'],
  ["/:1", '"1" is not a name; use letters, digits and _'],
  ["/:é", '"é" is not a name; use letters, digits and _'],
  ["/:a.json", '"a.json" is not a name; use letters, digits and _'],
  ["/:a:b", '"a:b" is not a name; use letters, digits and _'],
  ["/**", '"*" is not a name; use letters, digits and _'],
  ["/a*", '"a*" has a star inside; a wildcard is a whole segment, such as *rest'],
  ["/a/b*c/d", '"b*c" has a star inside; a wildcard is a whole segment, such as *rest'],
  ["/100%", '"100%" has a percent sign that encodes nothing'],
  ["/%FF", '"%FF" has a percent sign that encodes nothing'],
] as const) {
  test(`I5: the path "${path}" is refused: ${reason}`, () => {
    // A plain string, so that the compiler does not look into it.
    const given: string = path;
    const router = new ray.Router();
    const message = refusal(() => router.get(given, () => ""));
    assert.ok(message.includes(reason), message);
    assert.ok(message.includes(`"${path}"`), `${message} names the path`);
  });
}

test("a handler that cannot answer is refused where it is declared", () => {
  const router = new ray.Router();
  for (const wrong of [undefined, null, "text", {}, { call: "me" }]) {
    assert.throws(() => router.get("/", wrong as unknown as () => string), {
      name: "TypeError",
      message: "a handler must be a function, or an object with a call method",
    });
  }
});

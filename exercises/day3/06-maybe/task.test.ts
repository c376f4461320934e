/** maybe: two routes from one line, or none. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { RouteError, Router } from "../../../day3/src/index.ts";
import { inject } from "../../../day3/src/testing.ts";
import { answer } from "../../answer.ts";

const { maybe } = await answer<typeof import("./solution.ts")>(import.meta.url, "maybe");

const shown = (router: Router) => router.routes().map(String);

test("both paths answer, with the param and without", async () => {
  const router = new Router();
  maybe(router, "GET", "/docs/:page?", (c) => `page ${c.params.page}`);
  assert.equal((await inject(router, "/docs/7")).text(), "page 7");
  assert.equal((await inject(router, "/docs")).text(), "page undefined");
  assert.deepEqual(shown(router), ["GET /docs", "GET /docs/:page"]);
});

test("below other params, and at the root", async () => {
  const router = new Router();
  maybe(router, "GET", "/:page?", (c) => c.params);
  maybe(router, "POST", "/t/:team/:member?", (c) => c.params);
  assert.deepEqual((await inject(router, "/")).json(), {});
  assert.deepEqual((await inject(router, "/home")).json(), { page: "home" });
  assert.deepEqual((await inject(router, "/t/1", { method: "POST" })).json(), { team: "1" });
  assert.deepEqual((await inject(router, "/t/1/2", { method: "POST" })).json(), { team: "1", member: "2" });
});

test("what is deeper is still a 404", async () => {
  const router = new Router();
  maybe(router, "GET", "/docs/:page?", () => "ok");
  assert.equal((await inject(router, "/docs/a")).status, 200);
  assert.equal((await inject(router, "/docs/a/b")).status, 404);
  assert.equal((await inject(router, "/docs/")).status, 404);
});

for (const taken of ["/docs", "/docs/:id"]) {
  test(`I5: where ${taken} is taken, neither is added`, () => {
    const router = new Router().get(taken, () => "first").get("/other", () => "other");
    assert.throws(() => maybe(router, "GET", "/docs/:page?", () => "second"), RouteError);
    assert.deepEqual(shown(router), [`GET ${taken}`, "GET /other"]);
  });
}

test("I5: a question mark anywhere else is refused", () => {
  for (const path of ["/docs", "/docs/:page?/edit", "/:a?/:b?", "/docs?", "/docs/*rest?"]) {
    const router = new Router();
    assert.throws(
      () => maybe(router, "GET", path, () => "ok"),
      (error) => error instanceof RouteError && error.message.includes(path),
      path,
    );
    assert.deepEqual(shown(router), []);
  }
});

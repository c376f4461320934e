/** link: what it writes, a router takes apart again. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { RouteError, Router } from "../../../day3/src/index.ts";
import { inject } from "../../../day3/src/testing.ts";
import { answer } from "../../answer.ts";

const { link } = await answer<typeof import("./solution.ts")>(import.meta.url, "link");

test("params stand in the place of their names", () => {
  assert.equal(link("/", {}), "/");
  assert.equal(link("/ghost/:id", { id: "7" }), "/ghost/7");
  assert.equal(link("/a/:x/b/:y", { x: "1", y: "2" }), "/a/1/b/2");
});

test("a name that begins another is not mistaken for it", () => {
  assert.equal(link("/:id/:idea", { id: "1", idea: "2" }), "/1/2");
  assert.equal(link("/:idea/:id", { id: "1", idea: ":id" }), "/%3Aid/1");
});

test("I3: whatever the values are, the route gets them back", async () => {
  const router = new Router().get("/p/:a/x/:b", (c) => c.params).get("/files/*rest", (c) => c.params);
  for (const a of ["a/b", "ä ö", "100%", "?x=1#y", "%2F"]) {
    const got = await inject(router, link("/p/:a/x/:b", { a, b: "b" }));
    assert.deepEqual(got.json(), { a, b: "b" });
  }
  const rest = "deep/er/100 %/é?";
  assert.deepEqual((await inject(router, link("/files/*rest", { rest }))).json(), { rest });
});

test("a query is added, and what is undefined left out", () => {
  assert.equal(link("/p", {}, { page: "2", q: "a&b" }), "/p?page=2&q=a%26b");
  assert.equal(link("/p", {}, { page: undefined, q: "" }), "/p?q=");
  assert.equal(link("/p", {}, { page: undefined }), "/p");
});

test("I5: a param that is missing or empty is an error that names it", () => {
  const computed: string = "/p/:id/:constructor";
  const named = (name: string) => (error: unknown) =>
    error instanceof RouteError && error.message.includes(`"${name}"`);
  assert.throws(() => link(computed, {}), named("id"));
  assert.throws(() => link(computed, { id: "7" }), named("constructor"));
  assert.throws(() => link("/p/:id", { id: "" }), named("id"));
});

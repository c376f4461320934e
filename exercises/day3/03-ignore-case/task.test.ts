/** ignoreCase: a redirect where it helps, and the router's own answer everywhere else. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Router } from "../../../day3/src/index.ts";
import { inject } from "../../../day3/src/testing.ts";
import { answer } from "../../answer.ts";

const { ignoreCase } = await answer<typeof import("./solution.ts")>(import.meta.url, "ignoreCase");

const router = new Router()
  .get("/about", (c) => c.string("about"))
  .get("/About/Us", (c) => c.string("us"))
  .get("/ghost/:id", (c) => c.string(`ghost ${c.params.id}`));
const app = ignoreCase(router);

async function ask(target: string, method = "GET") {
  const { status, headers } = await inject(app, target, { method });
  return { status, location: headers.get("location") };
}

test("a path with capital letters is sent on", async () => {
  assert.deepEqual(await ask("/ABOUT"), { status: 308, location: "/about" });
  assert.deepEqual(await ask("/About", "HEAD"), { status: 308, location: "/about" });
});

test("the query goes along as it is", async () => {
  assert.deepEqual(await ask("/About?Q=A%20B&x"), { status: 308, location: "/about?Q=A%20B&x" });
});

test("a route that is there answers, whatever its letters", async () => {
  assert.equal((await inject(app, "/About/Us")).text(), "us");
  assert.equal((await inject(app, "/about")).text(), "about");
});

test("I4: a value keeps its letters", async () => {
  assert.equal((await inject(app, "/ghost/Casper")).text(), "ghost Casper");
  assert.deepEqual(await ask("/Ghost/Casper"), { status: 404, location: null });
});

test("I4: what is unknown in small letters, too, is a 404; another method a 405", async () => {
  assert.deepEqual(await ask("/Nothing"), { status: 404, location: null });
  assert.deepEqual(await ask("/about", "POST"), { status: 405, location: null });
  assert.deepEqual(await ask("/About/%zz"), { status: 404, location: null });
});

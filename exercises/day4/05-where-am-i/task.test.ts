/** mountOf: the prefix as the client wrote it, wherever the app is mounted. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type AppContext, Router } from "../../../day4/src/index.ts";
import { inject } from "../../../day4/src/testing.ts";
import { answer } from "../../answer.ts";

const { mountOf, redirectHere } = await answer<typeof import("./solution.ts")>(
  import.meta.url,
  "mountOf",
  "redirectHere",
);

const tell = (c: AppContext) => `[${mountOf(c)}]`;
const shop = new Router()
  .get("/", tell)
  .get("/x/pay", tell)
  .get("/pay", tell)
  .get("/buy", (c) => redirectHere(c, "/pay"));
const inner = new Router().nest("/:lang/shop", shop).nest("/pay", shop).nest("/payments", shop);
const outer = new Router().nest("/out", inner);

const ask = async (app: Router, target: string) => (await inject(app, target)).text();

test("an app that is not nested is mounted nowhere", async () => {
  assert.equal(await ask(shop, "/"), "[]");
  assert.equal(await ask(shop, "/x/pay"), "[]");
});

test("I4: one app at two places, and below another mount", async () => {
  assert.equal(await ask(inner, "/en/shop/pay"), "[/en/shop]");
  assert.equal(await ask(outer, "/out/de/shop/x/pay"), "[/out/de/shop]");
});

test("the mount itself, with a slash and without", async () => {
  assert.equal(await ask(inner, "/en/shop"), "[/en/shop]");
  assert.equal(await ask(inner, "/en/shop/"), "[/en/shop]");
});

test("a prefix that looks like the path inside", async () => {
  assert.equal(await ask(inner, "/pay/pay"), "[/pay]");
  assert.equal(await ask(outer, "/out/pay/pay"), "[/out/pay]");
  assert.equal(await ask(inner, "/payments/pay"), "[/payments]");
});

test("a path that is spelled otherwise has the same mount, as it was written", async () => {
  assert.equal(await ask(inner, "/%65n/shop/p%61y"), "[/%65n/shop]");
  assert.equal(await ask(inner, "/a%2Fb/shop/pay"), "[/a%2Fb/shop]");
});

test("I4: a redirect leads to where the app is", async () => {
  for (const [app, target, location] of [
    [shop, "/buy", "/pay"],
    [inner, "/en/shop/buy", "/en/shop/pay"],
    [outer, "/out/en/shop/buy?x=1", "/out/en/shop/pay"],
  ] as const) {
    const got = await inject(app, target);
    assert.deepEqual([got.status, got.headers.get("location")], [302, location]);
  }
});

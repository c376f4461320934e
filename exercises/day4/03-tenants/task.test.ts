/** perTenant: each its own app, made once, and not without bound. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type App, type AppContext, Router } from "../../../day4/src/index.ts";
import { inject } from "../../../day4/src/testing.ts";
import { answer } from "../../answer.ts";

const { perTenant } = await answer<typeof import("./solution.ts")>(import.meta.url, "perTenant");

/** A shop counts its visitors, so that one sees whether it is the same as before. */
function setUp(max = 10) {
  const log: string[] = [];
  const make = (name: string): App | null => {
    if (name.startsWith("no-")) return null;
    log.push(`made ${name}`);
    let visitors = 0;
    const shop = new Router().get("/", (c) => {
      visitors += 1;
      return c.string(`${name} ${visitors} at ${c.path}`);
    });
    return {
      prepare() {
        log.push(`started ${name}`);
        shop.prepare();
      },
      call: (c: AppContext) => shop.call(c),
    };
  };
  const router = new Router().nest("/shop/:name", perTenant(make, max));
  const ask = async (name: string) => {
    const got = await inject(router, `/shop/${encodeURIComponent(name)}/`);
    return got.status === 200 ? got.text() : String(got.status);
  };
  return { log, ask };
}

test("I4: each tenant has its own app, which sees no prefix", async () => {
  const { ask } = setUp();
  assert.equal(await ask("tea"), "tea 1 at /");
  assert.equal(await ask("ink & co"), "ink & co 1 at /");
});

test("an app is made and started once, at its first request", async () => {
  const { ask, log } = setUp();
  assert.deepEqual(log, []);
  await ask("tea");
  assert.equal(await ask("tea"), "tea 2 at /");
  assert.deepEqual(log, ["made tea", "started tea"]);
});

test("no such tenant is a 404, each time anew", async () => {
  const { ask } = setUp();
  assert.equal(await ask("no-one"), "404");
  assert.equal(await ask("no-one"), "404");
  assert.equal(await ask("tea"), "tea 1 at /");
});

test("a tenant may be called constructor, or __proto__", async () => {
  const { ask } = setUp();
  for (const name of ["constructor", "__proto__", "toString"]) {
    assert.equal(await ask(name), `${name} 1 at /`);
    assert.equal(await ask(name), `${name} 2 at /`);
  }
});

test("beyond the bound the one goes that was not asked for the longest time", async () => {
  const { ask } = setUp(2);
  await ask("a");
  await ask("b");
  assert.equal(await ask("a"), "a 2 at /");
  await ask("c");
  assert.equal(await ask("a"), "a 3 at /", "asked after b");
  assert.equal(await ask("b"), "b 1 at /", "made again");
});

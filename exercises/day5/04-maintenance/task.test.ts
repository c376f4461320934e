/** maintenance: closed is closed, for all but a few paths. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Router } from "../../../day5/src/index.ts";
import { inject } from "../../../day5/src/testing.ts";
import { answer } from "../../answer.ts";

const { maintenance } = await answer<typeof import("./solution.ts")>(import.meta.url, "maintenance");

function setUp() {
  const ran: string[] = [];
  const gate = maintenance(["/health"]);
  const handler = (name: string) => () => {
    ran.push(name);
    return name;
  };
  const router = new Router().get("/early", handler("early"));
  router.hooks(gate.hook);
  router
    .get("/health", handler("health"))
    .get("/health/deep", handler("deep"))
    .get("/healthy", handler("healthy"));
  router.group("/admin").get("/late", handler("late"));
  const ask = async (target: string, method = "GET") => {
    const { status, headers } = await inject(router, target, { method });
    return status === 503 ? `503 in ${headers.get("retry-after")}` : String(status);
  };
  return { ...gate, ran, ask };
}

test("open at first, closed with a time, and open again", async () => {
  const { ask, close, reopen } = setUp();
  assert.equal(await ask("/early"), "200");
  close(120);
  assert.equal(await ask("/early"), "503 in 120");
  close(5);
  assert.equal(await ask("/early"), "503 in 5");
  reopen();
  assert.equal(await ask("/early"), "200");
});

test("I2: routes are closed wherever they were declared, and no handler runs", async () => {
  const { ask, close, ran } = setUp();
  close(60);
  assert.deepEqual([await ask("/early"), await ask("/admin/late")], ["503 in 60", "503 in 60"]);
  assert.deepEqual(ran, []);
});

test("I3: what no route matches is closed, too", async () => {
  const { ask, close } = setUp();
  close(60);
  assert.equal(await ask("/nothing"), "503 in 60");
  assert.equal(await ask("/early", "POST"), "503 in 60");
});

test("what stays open is open, by whole segments and however it is spelled", async () => {
  const { ask, close } = setUp();
  close(60);
  assert.equal(await ask("/health"), "200");
  assert.equal(await ask("/health/deep"), "200");
  assert.equal(await ask("/h%65alth"), "200");
  assert.equal(await ask("/healthy"), "503 in 60");
});

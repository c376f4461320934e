/** Hooks around what no route matches: found once, global ones always, those of a group around its own answer. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { HookTrace } from "../support/hook-trace.ts";
import { load, ray } from "../support/stage.ts";
import { ask } from "../support/told-routes.ts";

const { ANY } = await load<typeof import("../../day5/src/router/route.ts")>("router/route.ts");

test("a group's notFound has the hooks of its group around it; the plain 404 has the global ones", async () => {
  const trace = new HookTrace();
  const router = new ray.Router().hooks(trace.hook("G"));
  const group = router.group("/g").hooks(trace.hook("g"));
  group.notFound((c) => c.string("lost"));
  assert.equal((await ray.inject(router, "/g/x")).status, 404);
  assert.equal(trace.take(), "G.onRequest g.onRequest g.onResponse G.onResponse");
  assert.equal((await ray.inject(router, "/x")).status, 404);
  assert.equal(trace.take(), "G.onRequest G.onError G.onResponse");
});

test("a guard that answers keeps its own status, also before a notFound", async () => {
  const router = new ray.Router()
    .hooks((c) => (c.path === "/health" ? c.string("fine") : undefined))
    .notFound((c) => c.string("lost"));
  const { status } = await ray.inject(router, "/health");
  assert.equal(status, 200);
});

test("global hooks see a redirect to the other slash", async () => {
  const trace = new HookTrace();
  const router = new ray.Router({ redirectSlash: true }).hooks(trace.hook("G")).get("/a", () => "");
  assert.equal((await ray.inject(router, "/a/")).status, 308);
  assert.equal(trace.take(), "G.onRequest G.onResponse");
});

test("the hooks of a miss are put together when the app starts, and not for every request", async (t) => {
  const { HookPlan } = await load<typeof import("../../day5/src/hook/hook-plan.ts")>("hook/hook-plan.ts");
  const router = new ray.Router().hooks(() => {}).get("/a", () => "");
  router.group("/g").notFound(() => "lost");
  router.prepare();
  const all = t.mock.method(HookPlan.prototype, "all");
  for (const request of ["GET /b", "GET /b", "PUT /a", "OPTIONS /a", "GET /%zz", "GET /g/x"])
    await ask(router, request);
  assert.equal(all.mock.callCount(), 0);
});

test("notFound and methodNotAllowed are refused once the app has started", () => {
  const router = new ray.Router().get("/a", () => "");
  const group = router.group("/g");
  router.prepare();
  const late = (what: string) => ({
    name: "RouteError",
    message: `${what}: the app has started; declare routes and hooks before that`,
  });
  assert.throws(() => router.notFound(() => ""), late('notFound of group ""'));
  assert.throws(() => group.methodNotAllowed(() => ""), late('methodNotAllowed of group "/g"'));
});

test("a router that answers misses starts with the app: its mistakes show then", () => {
  const inner = new ray.Router().addHooks("GET", "/y", () => {});
  assert.throws(() => new ray.Router().notFound(inner).prepare(), /hooks were added to "GET \/y"/);
});

test("what nest could not add is no route for hooks either", () => {
  const router = new ray.Router().any("/n/*rest", () => "");
  assert.throws(() => router.nest("/n", new ray.Router()), ray.RouteError);
  router.addHooks(ANY, "/n", () => {});
  assert.throws(() => router.prepare(), { message: 'hooks were added to "* /n", which is no route' });
});

test("the automatic OPTIONS passes the hooks of the deepest group that its path is in, and no other miss does", async () => {
  const trace = new HookTrace();
  const router = new ray.Router().hooks(trace.hook("G")).get("/x", () => "");
  const api = router.group("/api").hooks(trace.hook("a"));
  api.get("/x", () => "");
  const users = api.group("/users/:id").hooks(trace.hook("u"));
  users.get("/x", () => "").get("/", () => "");
  const passed = async (request: string) => {
    const told = await ask(router, request);
    return `${told} ${trace
      .take()
      .split(" ")
      .filter((step) => step.endsWith(".onRequest"))
      .map((step) => step[0])
      .join("")}`;
  };
  assert.equal(await passed("OPTIONS /x"), "204 GET, HEAD, OPTIONS G");
  assert.equal(await passed("OPTIONS /api/x"), "204 GET, HEAD, OPTIONS Ga");
  assert.equal(await passed("OPTIONS /api/users/7/x"), "204 GET, HEAD, OPTIONS Gau");
  assert.equal(await passed("OPTIONS /api/users/7"), "204 GET, HEAD, OPTIONS Gau");
  assert.equal(await passed("OPTIONS /%61pi/x"), "204 GET, HEAD, OPTIONS Ga");
  assert.equal(await passed("PUT /api/x"), "405 GET, HEAD, OPTIONS G");
  assert.equal(await passed("GET /api/nothing"), "404 G");
});

test("of two groups that a path fits the automatic OPTIONS is inside of the one with static text", async () => {
  const trace = new HookTrace();
  const router = new ray.Router();
  router
    .group("/:any")
    .hooks(trace.hook("p"))
    .get("/x", () => "");
  router
    .group("/s")
    .hooks(trace.hook("s"))
    .get("/y", () => "");
  await ask(router, "OPTIONS /s/y");
  assert.match(trace.take(), /^s\.onRequest/);
  await ask(router, "OPTIONS /other/x");
  assert.match(trace.take(), /^p\.onRequest/);
});

/** The order of hooks: global, group, route, handler and back, in whatever order they were declared. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext, HookSet } from "../../day5/src/index.ts";
import { HookTrace } from "../support/hook-trace.ts";
import { ray } from "../support/stage.ts";
import { ask, permutations } from "../support/told-routes.ts";

const IN_ORDER = "G.onRequest g.onRequest r.onRequest handler r.onResponse g.onResponse G.onResponse";

test("I1: three levels: global, group and route in, the handler, then route, group and global out", async () => {
  const trace = new HookTrace();
  const router = new ray.Router().hooks(trace.hook("G"));
  const group = router.group("/g").hooks(trace.hook("g"));
  group.get("/r", trace.handler()).addHooks("GET", "/r", trace.hook("r"));
  assert.equal(await ask(router, "GET /g/r"), "answer");
  assert.equal(trace.take(), IN_ORDER);
});

test("I1: the order is the same wherever hooks and handler are async, in all 128 mixtures", async () => {
  for (let mixture = 0; mixture < 128; mixture += 1) {
    const trace = new HookTrace();
    const isAsync = (place: number) => (mixture & (1 << place)) !== 0;
    // A promise that is settled only rounds later, so that nothing passes for async by luck.
    const maybe = (place: number) =>
      isAsync(place) ? new Promise<void>((resolve) => setImmediate(resolve)) : undefined;
    const set = (place: number): HookSet => ({
      onRequest: () => maybe(place),
      onResponse: () => maybe(6 - place),
    });
    const router = new ray.Router().hooks(trace.hook("G", set(0)));
    const group = router.group("/g").hooks(trace.hook("g", set(1)));
    group.addHooks("GET", "/r", trace.hook("r", set(2)));
    group.get("/r", (c) => {
      const waiting = maybe(3);
      return waiting === undefined ? trace.handler()(c) : waiting.then(() => trace.handler()(c));
    });
    assert.equal(await ask(router, "GET /g/r"), "answer");
    assert.equal(trace.take(), IN_ORDER, `async places: ${mixture.toString(2)}`);
  }
});

test("I1: hooks of one level run as they were declared, and out the other way round", async () => {
  const trace = new HookTrace();
  const router = new ray.Router().hooks(trace.hook("1"), trace.hook("2")).hooks(trace.hook("3"));
  router.get("/", trace.handler());
  router.addHooks("GET", "/", trace.hook("4")).addHooks("GET", "/", trace.hook("5"), trace.hook("6"));
  await ask(router, "GET /");
  const numbers = [1, 2, 3, 4, 5, 6];
  const into = numbers.map((n) => `${n}.onRequest`).join(" ");
  const out = numbers.map((n) => `${7 - n}.onResponse`).join(" ");
  assert.equal(trace.take(), `${into} handler ${out}`);
});

test("I2: it does not matter in which order routes and the hooks of all levels are declared", async () => {
  for (const order of permutations(["G", "g", "r", "route"])) {
    const trace = new HookTrace();
    const router = new ray.Router();
    const group = router.group("/g");
    const declare: Record<string, () => unknown> = {
      G: () => router.hooks(trace.hook("G")),
      g: () => group.hooks(trace.hook("g")),
      r: () => group.addHooks("GET", "/r", trace.hook("r")),
      route: () => group.get("/r", trace.handler()),
    };
    for (const step of order) declare[step]?.();
    await ask(router, "GET /g/r");
    assert.equal(trace.take(), IN_ORDER, order.join(", "));
  }
});

test("hooks in front of a handler are the innermost, in that order, and for this route alone", async () => {
  const trace = new HookTrace();
  const router = new ray.Router();
  router
    .group("/g/:x")
    .hooks(trace.hook("g"))
    .get(
      "/r",
      trace.hook("1"),
      () => void trace.lines.push("2"),
      ray.around((_c, next) => next()),
      trace.handler(),
    )
    .post("/r", trace.handler());
  router.addHooks("GET", "/g/:x/r", trace.hook("added"));
  assert.equal(await ask(router, "GET /g/7/r"), "answer");
  assert.equal(
    trace.take(),
    "g.onRequest added.onRequest 1.onRequest 2 handler 1.onResponse added.onResponse g.onResponse",
  );
  await ask(router, "POST /g/7/r");
  assert.equal(trace.take(), "g.onRequest handler g.onResponse");
});

test("every way to declare a route takes hooks in front of its handler", async () => {
  const stop = (c: AppContext) => c.string("stopped", 403);
  const never = () => assert.fail("the handler must not run");
  for (const method of ["get", "post", "put", "patch", "delete", "options", "any", "at"] as const) {
    const router = new ray.Router()[method]("/a", () => {}, stop, never);
    const asked = method === "any" || method === "at" ? "PURGE" : method.toUpperCase();
    assert.equal(await ask(router, `${asked} /a`), "403", method);
  }
  assert.equal(await ask(new ray.Router().on("PURGE", "/a", stop, never), "PURGE /a"), "403");
  assert.equal(await ask(new ray.Router().head("/a", stop, never), "HEAD /a"), "403");
});

test("a group inside a group has the hooks of both, the outer ones outside", async () => {
  const trace = new HookTrace();
  const router = new ray.Router();
  const outer = router.group("/o");
  const inner = outer.group("/i").hooks(trace.hook("i"));
  inner.get("/", trace.handler());
  outer.get("/", trace.handler());
  outer.hooks(trace.hook("o"));
  await ask(router, "GET /o/i");
  assert.equal(trace.take(), "o.onRequest i.onRequest handler i.onResponse o.onResponse");
  await ask(router, "GET /o");
  assert.equal(trace.take(), "o.onRequest handler o.onResponse");
});

test("a hook that is a function runs before the handler", async () => {
  const trace = new HookTrace();
  const note = (text: string) => () => void trace.lines.push(text);
  const router = new ray.Router().hooks(note("G"), async () => note("async")());
  router.group("/g").hooks(note("g")).get("/r", trace.handler()).addHooks("GET", "/r", note("r"));
  await ask(router, "GET /g/r");
  assert.equal(trace.take(), "G async g r handler");
});

test("a set may have any one of the three, or none", async () => {
  const trace = new HookTrace();
  const { onRequest, onResponse, onError } = trace.hook("h") as Required<HookSet>;
  const router = new ray.Router().hooks({ onRequest }, { onResponse }, { onError }, {});
  router.get("/", trace.handler());
  router.get("/fail", () => {
    throw new Error("no");
  });
  await ask(router, "GET /");
  assert.equal(trace.take(), "h.onRequest handler h.onResponse");
  await ask(router, "GET /fail");
  assert.equal(trace.take(), "h.onRequest h.onError h.onResponse");
});

test("hooks of a route see its params, and those of a group the names of its prefix", async () => {
  const seen: string[] = [];
  const router = new ray.Router();
  const team = router.group("/t/:team").hooks((c) => void seen.push(c.params.team));
  team.get("/m/:member", (c) => c.params.member);
  team.addHooks("GET", "/m/:member", (c) => void seen.push(c.params.team + c.params.member));
  assert.equal(await ask(router, "GET /t/a%2F/m/b"), "b");
  assert.deepEqual(seen, ["a/", "a/b"]);
});

/** What the start of an app settles: which hooks are hooks, that guards guard something, and that it is over. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext, Hook, Router } from "../../day5/src/index.ts";
import { Child } from "../support/child.ts";
import { ray } from "../support/stage.ts";
import { ask } from "../support/told-routes.ts";

const names = "onRequest, onResponse, onError";

for (const [what, wrong, message] of [
  ["a misspelt name", { onRequst() {} }, `a hook has ${names}, but no "onRequst"`],
  ["a name too many", { onRequest() {}, after() {} }, `a hook has ${names}, but no "after"`],
  ["text for a function", { onRequest: "guard" }, "the onRequest of a hook must be a function"],
  ["nothing for a function", { onError: undefined }, "the onError of a hook must be a function"],
  ["nothing at all", undefined, `a hook is a function, or an object with ${names}`],
  ["null", null, `a hook is a function, or an object with ${names}`],
  ["a number", 7, `a hook is a function, or an object with ${names}`],
] as const) {
  test(`${what} is no hook: a TypeError at the line that declares it, on all levels`, () => {
    const hook = wrong as unknown as Hook;
    const expected = { name: "TypeError", message };
    const router = new ray.Router().get("/", () => "");
    assert.throws(() => router.hooks(hook), expected);
    assert.throws(() => router.hooks(() => {}, hook), expected);
    assert.throws(() => router.group("/g").hooks(hook), expected);
    assert.throws(() => router.addHooks("GET", "/", hook), expected);
    assert.throws(() => router.get("/other", hook, () => ""), expected);
    assert.deepEqual(router.routes().map(String), ["GET /"]);
  });
}

for (const [what, declare, key] of [
  ["an unknown path", (router: Router) => router.addHooks("GET", "/b", () => {}), "GET /b"],
  [
    "a method that the path has not",
    (router: Router) => router.addHooks("PUT", "/a/:x", () => {}),
    "PUT /a/:x",
  ],
  ["another name for the param", (router: Router) => router.addHooks("GET", "/a/:y", () => {}), "GET /a/:y"],
  [
    "a path that lacks the prefix of its group",
    (router: Router) => router.group("/g").addHooks("GET", "/a/:x", () => {}),
    "GET /g/a/:x",
  ],
] as const) {
  test(`hooks for ${what} guard nothing: listen refuses to start (seed 003.8)`, async () => {
    const router = new ray.Router().get("/a/:x", () => "");
    declare(router);
    const expected = {
      name: "RouteError",
      message: `hooks were added to "${key}", which is no route`,
    };
    assert.throws(() => router.prepare(), expected);
    // A server that did start would keep this file from ending.
    const listening = ray.listen("127.0.0.1:0", router).then((server) => server.shutdown());
    await assert.rejects(listening, expected);
  });
}

test("hooks for a path in the place of the method are refused: the order is that of `on`", () => {
  assert.throws(() => new ray.Router().addHooks("/a", "GET", () => {}), {
    name: "RouteError",
    message: 'route "GET": "/a" is no method; a method is a token, such as GET or PURGE',
  });
});

test("hooks for a method in small letters, or for no method, are refused at the line that declares them (seed 003.7)", () => {
  const router = new ray.Router().get("/a", () => "");
  assert.throws(() => router.addHooks("get", "/a", () => {}), {
    name: "RouteError",
    message: 'route "get /a": methods are case-sensitive, write GET',
  });
  for (const method of ["", "GET\n", "GET /a"])
    assert.throws(() => router.addHooks(method, "/a", () => {}), ray.RouteError);
  router.prepare();
});

test("run tells a mistake in the routes in one line, and the exit code is 1", async (t) => {
  const stageFile = new URL("../support/stage.ts", import.meta.url).href;
  const child = Child.code(
    t,
    `const { ray } = await import(${JSON.stringify(stageFile)});
    await ray.run("127.0.0.1:0", new ray.Router().addHooks("GET", "/typo", () => {}));`,
  );
  const { code, stderr, stdout } = await child.exited;
  assert.deepEqual([code, stderr, stdout], [1, 'hooks were added to "GET /typo", which is no route\n', ""]);
});

test("a router behind a wrapper that hands prepare on starts with the server: its mistakes show there", async () => {
  const router = new ray.Router().addHooks("GET", "/typo", () => {});
  const wrapper = { call: (c: AppContext) => router.call(c), prepare: () => router.prepare() };
  const expected = { name: "RouteError", message: 'hooks were added to "GET /typo", which is no route' };
  const deep = new ray.Router().nest("/a", new ray.Router().at("/*rest", wrapper));
  for (const app of [wrapper, deep]) {
    const listening = ray.listen("127.0.0.1:0", app).then((server) => server.shutdown());
    await assert.rejects(listening, expected);
  }
});

test("an endpoint in a route is prepared at the start, and not by every request", async () => {
  let prepared = 0;
  const endpoint = { call: () => new ray.Response("up"), prepare: () => void prepared++ };
  const router = new ray.Router().get("/a", endpoint);
  router.prepare();
  assert.equal(prepared, 1);
  for (let i = 0; i < 3; i++) assert.equal(await ask(router, "GET /a"), "up");
  assert.equal(prepared, 1);
});

test("an app that cannot start answers no request either", async () => {
  const router = new ray.Router()
    .get("/", () => "unguarded")
    .addHooks("GET", "/typo", (c) => c.string("", 401));
  for (let asked = 0; asked < 2; asked += 1) {
    await assert.rejects(ray.inject(router, "/"), /RouteError: hooks were added to "GET \/typo"/);
  }
});

/** Everything that can be declared, and how the error calls it. */
const declarations: Readonly<Record<string, (router: Router) => unknown>> = {
  'route "GET /late"': (router) => router.get("/late", () => ""),
  'route "ANY /late"': (router) => router.at("/late", () => ""),
  'route "POST /g/late"': (router) => router.group("/g").post("/late", () => ""),
  'route "ANY /n"': (router) => router.nest("/n", new ray.Router()),
  'hooks of group ""': (router) => router.hooks(() => {}),
  'hooks of group "/g"': (router) => router.group("/g").hooks(() => {}),
  'hooks of route "GET /a"': (router) => router.addHooks("GET", "/a", () => {}),
};

function refusesAll(router: Router): void {
  for (const [what, declare] of Object.entries(declarations)) {
    const message = `${what}: the app has started; declare routes and hooks before that`;
    assert.throws(() => declare(router), { name: "RouteError", message });
  }
}

test("after listen, routes and hooks are refused, and nothing of them counts", async (t) => {
  const router = new ray.Router().get("/a", () => "a");
  const server = await ray.listen("127.0.0.1:0", router);
  t.after(() => server.shutdown({ deadlineMs: 0 }));
  refusesAll(router);
  assert.deepEqual(router.routes().map(String), ["GET /a"]);
});

test("the first request is a start as well: one that matches, or one that does not", async () => {
  for (const path of ["/a", "/nobody"]) {
    const router = new ray.Router().get("/a", () => "a");
    await ask(router, `GET ${path}`);
    refusesAll(router);
  }
});

test("looking into a router starts nothing; sealing twice is sealing once", async () => {
  const router = new ray.Router().get("/a", () => "a");
  router.getRoute("GET", "/a");
  router.routes();
  router.get("/b", (c) => c.string("b"));
  router.prepare();
  router.prepare();
  refusesAll(router);
  assert.equal(await ask(router, "GET /b"), "b");
});

test("a router inside the app starts with it: its guards that guard nothing show at the start", () => {
  const inner = () => new ray.Router().get("/x", () => "").addHooks("GET", "/y", () => {});
  const expected = { name: "RouteError", message: 'hooks were added to "GET /y", which is no route' };
  assert.throws(() => new ray.Router().nest("/api", inner()).prepare(), expected);
  assert.throws(() => new ray.Router().at("/x", inner()).prepare(), expected);
});

test("a router that is mounted inside itself starts like any other", async () => {
  const router = new ray.Router().get("/x", () => "found");
  router.at("/again", router).prepare();
  assert.equal(await ask(router, "GET /x"), "found");
});

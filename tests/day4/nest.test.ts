/** `nest`: an app below a prefix that it does not know. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext } from "../../day5/src/index.ts";
import { ray } from "../support/stage.ts";
import { ask, routerOf } from "../support/told-routes.ts";

/** Tells which path it sees. */
const echoPath = { call: (c: AppContext) => c.string(c.path) };

test("I4: a nested router sees paths without the prefix", async () => {
  const blog = routerOf("GET /", "GET /posts/:id", "POST /posts");
  const router = new ray.Router().nest("/blog", blog);
  assert.equal(await ask(router, "GET /blog"), "GET / {}");
  assert.equal(await ask(router, "GET /blog/"), "GET / {}");
  assert.equal(await ask(router, "GET /blog/posts/7"), 'GET /posts/:id {"id":"7"}');
  assert.equal(await ask(router, "HEAD /blog/posts/7"), 'GET /posts/:id {"id":"7"}');
  assert.equal(await ask(router, "GET /blogger"), "404");
  assert.equal(await ask(router, "GET /posts/7"), "404");
});

test("what the nested router does not find is its own 404, 405 and OPTIONS", async () => {
  const router = new ray.Router().nest("/blog", routerOf("POST /posts"));
  assert.equal(await ask(router, "GET /blog/nothing"), "404");
  assert.equal(await ask(router, "GET /blog/posts"), "405 OPTIONS, POST");
  assert.equal(await ask(router, "OPTIONS /blog/posts"), "204 OPTIONS, POST");
});

test("I4: a nested app answers its own misses, and the router around it the others", async () => {
  const inner = new ray.Router().notFound((c) => c.string(`inner ${c.path}`));
  const router = new ray.Router().nest("/in", inner).notFound((c) => c.string("outer"));
  for (const [path, text] of [
    ["/in/x", "inner /x"],
    ["/out", "outer"],
  ] as const) {
    const answer = await ray.inject(router, path);
    assert.deepEqual([answer.status, answer.text()], [404, text]);
  }
});

for (const [prefix, path, seen] of [
  ["/a", "/a", "/"],
  ["/a", "/a/", "/"],
  ["/a", "/a/b/c", "/b/c"],
  ["/a", "/a/b/", "/b/"],
  ["/a", "/a//b", "//b"],
  ["/a", "/a/b%2Fc", "/b%2Fc"],
  ["/a/b", "/a/b/c", "/c"],
  ["/:lang", "/en/docs", "/docs"],
  ["/:lang/x/:y", "/e%2Fn/x/1/docs/2", "/docs/2"],
  ["/café", "/caf%C3%A9/menu", "/menu"],
] as const) {
  test(`I4: nested at ${prefix}, an app that is asked for ${path} sees ${seen}`, async () => {
    assert.equal(await ask(new ray.Router().nest(prefix, echoPath), `GET ${path}`), seen);
    const group = new ray.Router();
    group.group("/group/:g").nest(prefix, echoPath);
    assert.equal(await ask(group, `GET /group/1${path}`), seen);
  });
}

test("nests in nests each take off their own prefix", async () => {
  const inner = routerOf("GET /:leaf");
  const middle = new ray.Router().nest("/:m", inner);
  const router = new ray.Router().nest("/outer", middle);
  assert.equal(await ask(router, "GET /outer/1/2"), 'GET /:leaf {"leaf":"2"}');
});

test("I4: afterwards the context has its path and params back, also where the nested app threw", async () => {
  const seen: [string, string][] = [];
  // A router of its own, so that the params are others as well.
  const inner = new ray.Router()
    .get("/ok/:y", (c) => c.string(c.path))
    .get("/fail/:y", () => {
      throw new ray.HttpError(418, "no coffee");
    });
  const nesting = new ray.Router().nest("/:x", inner);
  const app = {
    async call(c: AppContext) {
      try {
        return await nesting.call(c);
      } finally {
        seen.push([c.path, JSON.stringify(c.params)]);
      }
    },
  };
  assert.equal(await ask(app, "GET /a/ok/b"), "/ok/b");
  assert.equal(await ask(app, "GET /a/fail/b"), "418");
  assert.deepEqual(seen, [
    ["/a/ok/b", '{"x":"a"}'],
    ["/a/fail/b", '{"x":"a"}'],
  ]);
});

test("a nested app that answers at once makes nothing wait, and the context is restored at once", async () => {
  const seen: unknown[] = [];
  const nesting = new ray.Router().nest(
    "/:x",
    new ray.Router().get("/now", (c) => c.string(c.path)),
  );
  const app = {
    call(c: AppContext) {
      const response = nesting.call(c);
      seen.push(response instanceof ray.Response, c.path);
      return response;
    },
  };
  assert.equal(await ask(app, "GET /a/now"), "/now");
  assert.deepEqual(seen, [true, "/a/now"]);
});

test("c.originalPath keeps what the client asked for, however deep the nesting", async () => {
  const tell = { call: (c: AppContext) => c.string(`${c.originalPath} as ${c.path}`) };
  const inner = new ray.Router().nest("/b", tell).get("/own", (c) => c.originalPath);
  const router = new ray.Router().nest("/:x", inner).at("/flat/*rest", tell);
  assert.equal(await ask(router, "GET /a/b/c%2Fd?q"), "/a/b/c%2Fd as /c%2Fd");
  assert.equal(await ask(router, "GET /a/own"), "/a/own");
  assert.equal(await ask(router, "GET /flat/1"), "/flat/1 as /flat/1");
});

test("a redirect of a nested router leads to the path with its prefix", async () => {
  const inner = new ray.Router({ redirectSlash: true }).get("/posts", () => "").get("/", () => "");
  const router = new ray.Router().nest("/blog", inner);
  const { status, headers } = await ray.inject(router, "/blog/posts/?x=1");
  assert.deepEqual([status, headers.get("location")], [308, "/blog/posts?x=1"]);
});

test("a closer route of the outer router wins over what is nested", async () => {
  const router = new ray.Router()
    .nest("/api", echoPath)
    .get("/api/own", (c) => c.string("own"))
    .get("/api/:x/y", (c) => c.string("param"));
  assert.equal(await ask(router, "GET /api/own"), "own");
  assert.equal(await ask(router, "POST /api/own"), "/own");
  assert.equal(await ask(router, "GET /api/1/y"), "param");
  assert.equal(await ask(router, "GET /api/1/z"), "/1/z");
});

test("a handler can be nested as well", async () => {
  const router = new ray.Router().nest("/files", (c) => c.string(`file ${c.path}`));
  assert.equal(await ask(router, "GET /files/a/b"), "file /a/b");
});

test("one app may be nested at several places, and twice at one is a conflict", async () => {
  const router = new ray.Router().nest("/a", echoPath).nest("/b", echoPath);
  assert.throws(() => router.nest("/a", echoPath), {
    name: "RouteError",
    message: 'route "ANY /a" matches the same requests as "ANY /a"',
  });
  assert.equal(await ask(router, "GET /a/1"), "/1");
  assert.equal(await ask(router, "GET /b/2"), "/2");
});

test("nest takes both of its places or none", async () => {
  for (const taken of ["/a", "/a/*rest"]) {
    const router = new ray.Router().at(taken, (c) => c.string("taken"));
    assert.throws(() => router.nest("/a", echoPath), ray.RouteError);
    assert.deepEqual(router.routes().map(String), [`ANY ${taken}`]);
    const [free, asked] = taken === "/a" ? ["/a/1", "/a"] : ["/a", "/a/1"];
    assert.equal(await ask(router, `GET ${free}`), "404");
    assert.equal(await ask(router, `GET ${asked}`), "taken");
  }
});

test("what is neither a function nor an endpoint cannot be nested", () => {
  assert.throws(() => new ray.Router().nest("/a", {} as unknown as typeof echoPath), TypeError);
});

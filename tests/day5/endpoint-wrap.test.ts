/** Endpoints as values: what stands around one is an endpoint again, in poem's words. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { App, AppContext, Endpoint, Handler, Response } from "../../day5/src/index.ts";
import type { TcpAddress } from "../../day5/src/net.ts";
import type { Middleware } from "../../day5/src/wrap.ts";
import { gate } from "../support/gate.ts";
import { HookTrace } from "../support/hook-trace.ts";
import { startHttpServer } from "../support/http-server.ts";
import { LogBook } from "../support/log-book.ts";
import { load, ray } from "../support/stage.ts";

const { after, before, catchError, del, endpoint, get, mapToResponse } = ray;

/** What poem's `Log` prints, and where. */
const lines: string[] = [];
const println = (line: string) => void lines.push(line);
const printed = () => lines.splice(0);

// poem's Middleware example, word for word as far as the languages allow: `struct Log; impl Middleware for Log`.
class Log implements Middleware {
  transform(ep: Endpoint): Endpoint {
    return new LogImpl(ep);
  }
}

class LogImpl implements Endpoint {
  readonly #ep: Endpoint;

  constructor(ep: Endpoint) {
    this.#ep = ep;
  }

  async call(req: AppContext): Promise<Response> {
    println(`request: ${req.path}`);
    try {
      const resp = await this.#ep.call(req);
      println(`response: ${resp.status}`);
      return resp;
    } catch (err) {
      println(`error: ${(err as Error).message}`);
      throw err;
    }
  }
}

const index: Handler = () => "hello";
const boom = () => {
  throw new Error("boom");
};

test("poem's Log, written as poem has it, stands around a router (seed 004.42)", async () => {
  const app = new ray.Router().at("/", get(index)).get("/boom", boom).with(new Log());
  assert.equal((await ray.inject(app, "/")).text(), "hello");
  assert.deepEqual(printed(), ["request: /", "response: 200"]);
  assert.equal((await ray.inject(app, "/boom")).status, 500);
  assert.deepEqual(printed(), ["request: /boom", "error: boom"]);
  assert.equal((await ray.inject(app, "/nothing")).status, 404);
  assert.deepEqual(printed(), ["request: /nothing", "error: there is nothing at this path"]);
});

const below = (c: AppContext) => {
  c.path = "/g";
};

test("poem's hello, with its extractor, methods and middleware, runs", async (t) => {
  const { handler, path } = await load<typeof import("../../day5/src/extract/index.ts")>("extract/index.ts");
  const hello = handler(path("name"), (name) => `hello: ${name}`);
  const app = new ray.Router().at("/hello/:name", get(hello)).with(new Log());
  const stop = gate();
  const listener = await ray.TcpListener.bind("127.0.0.1:0");
  const { port } = listener.address as TcpAddress;
  const run = new ray.Server(listener).name("hello-world").runWithGracefulShutdown(app, stop.promise);
  t.after(() => stop.open());
  const answer = await fetch(`http://127.0.0.1:${port}/hello/ann`, { headers: { connection: "close" } });
  assert.equal(await answer.text(), "hello: ann");
  assert.deepEqual(printed(), ["request: /hello/ann", "response: 200"]);
  stop.open();
  assert.equal((await run).forced, 0);
});

for (const [where, app] of Object.entries<App>({
  "a handler": endpoint(index).with(new Log()),
  "an endpoint": endpoint({ call: (c: AppContext) => c.string("hello") }).with(new Log()),
  "a router, before it has found a route": endpoint(new ray.Router().get("/", index)).with(new Log()),
  "a group": (() => {
    const router = new ray.Router();
    router.group("/g").with(new Log()).get("/", index);
    return endpoint(router).with(before(below));
  })(),
  "one route": new ray.Router().get("/", new Log(), index),
  "the methods of a path": new ray.Router().at("/", get(index).post(index).with(new Log())),
  "methods without a path": get(index).with(new Log()),
})) {
  test(`a middleware stands around ${where} (seed 004.43)`, async () => {
    assert.equal((await ray.inject(app, "/")).text(), "hello");
    assert.equal(printed().filter((line) => line === "response: 200").length, 1);
  });
}

/** Notes when it is entered and left, and waits for nothing. */
function traced(trace: HookTrace, name: string): Middleware {
  return {
    transform: (inner) => ({
      call(c) {
        trace.lines.push(`${name}.in`);
        const answer = inner.call(c);
        if (answer instanceof Promise) return answer.finally(() => trace.lines.push(`${name}.out`));
        trace.lines.push(`${name}.out`);
        return answer;
      },
    }),
  };
}

test("the last one is the outermost, whether they are middlewares alone or hooks are among them", async () => {
  const trace = new HookTrace();
  const inner = endpoint(trace.handler());
  const app = inner.with(traced(trace, "1")).with(traced(trace, "2"));
  await ray.inject(app, "/");
  assert.equal(trace.take(), "2.in 1.in handler 1.out 2.out");
  const mixed = app.with(trace.hook("3")).with(traced(trace, "4"));
  await ray.inject(mixed, "/");
  assert.equal(trace.take(), "4.in 3.onRequest 2.in 1.in handler 1.out 2.out 3.onResponse 4.out");
  await ray.inject(app, "/");
  assert.equal(trace.take(), "2.in 1.in handler 1.out 2.out", "what was wrapped further is as it was");
});

test("of a router and its groups, `with` is outside of their hooks, and group by group inside of each other", async () => {
  const trace = new HookTrace();
  const router = new ray.Router().hooks(trace.hook("R")).with(traced(trace, "r1"));
  router.with(traced(trace, "r2"));
  const group = router.group("/g").with(traced(trace, "g")).hooks(trace.hook("G"));
  group.get("/x", traced(trace, "x"), trace.handler());
  await ray.inject(router, "/g/x");
  assert.equal(
    trace.take(),
    "r2.in r1.in R.onRequest g.in G.onRequest x.in handler x.out G.onResponse g.out R.onResponse r1.out r2.out",
  );
});

test("a middleware of a router is asked to transform once, for all its routes and misses", async () => {
  let asked = 0;
  const counts: Middleware = {
    transform(inner) {
      asked += 1;
      let requests = 0;
      return { call: (c) => inner.call(c.header("x-requests", String(++requests))) };
    },
  };
  const router = new ray.Router().get("/a", index).get("/b", index).with(counts);
  for (const [i, path] of ["/a", "/b", "/miss", "/a"].entries())
    assert.equal((await ray.inject(router, path)).headers.get("x-requests"), String(i + 1));
  assert.equal(asked, 1);
});

test("where nobody waits, wrappers cost no promise", () => {
  const trace = new HookTrace();
  const plain = endpoint(index)
    .with(traced(trace, "1"))
    .with(mapToResponse((_c, answer) => answer));
  const mixed = plain.with(before(() => {})).with(after(() => {}));
  const router = new ray.Router().with(traced(trace, "2")).any("/*", plain);
  for (const app of [plain, mixed, router]) {
    app.prepare();
    for (let i = 0; i < 2; i++) assert.ok(app.call(contextOf("/")) instanceof ray.Response);
  }
});

function contextOf(target: string): AppContext {
  const path = { path: "test" };
  const peer = { localAddress: path, remoteAddress: path, scheme: "unix", onEnd: () => () => {} } as const;
  const init = {
    method: "GET",
    target,
    version: "1.1",
    headers: new ray.Headers(),
    body: null,
    maxBodyBytes: 1,
  };
  return new ray.AppContext(new ray.Request(init, peer));
}

test("before answers or lets pass, after sees every answer, catchError answers what it knows", async () => {
  class Missing extends Error {
    readonly what = "a door";
  }
  const app = endpoint((c) => {
    if (c.path === "/missing") throw new Missing();
    if (c.path === "/boom") throw new Error("boom");
    return "in";
  })
    .with(before((c) => (c.path === "/stop" ? c.string("stopped", 403) : undefined)))
    .with(catchError(Missing, (c, error) => c.string(`no ${error.what}`, 410)))
    .with(after((_c, answer) => answer.headers.set("x-status", String(answer.status))));
  for (const [path, status, text] of [
    ["/", 200, "in"],
    ["/stop", 403, "stopped"],
    ["/missing", 410, "no a door"],
    ["/boom", 500, "Internal Server Error\n"],
  ] as const) {
    const answer = await ray.inject(app, path);
    assert.deepEqual(
      [answer.status, answer.text(), answer.headers.get("x-status")],
      [status, text, String(status)],
    );
  }
  const all = endpoint(boom).with(catchError((_c, error) => ({ told: String(error) })));
  assert.deepEqual((await ray.inject(all, "/")).json(), { told: "Error: boom" });
});

for (const [how, map] of Object.entries({
  "at once": (_c: AppContext, answer: Response) => ({ was: answer.status }),
  later: async (_c: AppContext, answer: Response) => ({ was: answer.status }),
})) {
  test(`mapToResponse makes any reply of an answer, ${how}; an error passes by`, async () => {
    for (const handler of [index, async () => "hello"] satisfies Handler[]) {
      const app = endpoint(handler).with(mapToResponse(map));
      assert.deepEqual((await ray.inject(app, "/")).json(), { was: 200 });
    }
    assert.equal((await ray.inject(endpoint(boom).with(mapToResponse(map)), "/")).status, 500);
    const nothing = endpoint(index).with(mapToResponse((c) => void c.header("x-a", "1")));
    const answer = await ray.inject(nothing, "/");
    assert.deepEqual([answer.text(), answer.headers.get("x-a")], ["hello", "1"]);
  });
}

test("a wrapped router tells its mistakes at the start, and its routes; so does one inside another", async () => {
  const inner = new ray.Router().get("/users/:id", index).at("/", get(index).put(index));
  const wrapped = endpoint(inner)
    .with(new Log())
    .with(before(() => {}));
  const outer = new ray.Router().get("/", index).nest("/api", wrapped).at("/x", del(index));
  const told = ["GET /", "GET /api", "PUT /api", "GET /api/users/:id", "DELETE /x"];
  assert.deepEqual(outer.routes().map(String), told);
  assert.deepEqual(ray.routesOf(endpoint(outer).with(new Log()))?.map(String), told);
  assert.equal(endpoint(outer).with(new Log()).print(), outer.print());
  assert.equal(endpoint(index).print(), "");
  assert.equal(ray.routesOf(endpoint(index)), null);
  assert.equal((await ray.inject(outer, "/api/users/7")).text(), "hello");
  assert.deepEqual(printed(), ["request: /users/7", "response: 200"]);
  const wrong = new ray.Router().addHooks("GET", "/nowhere", () => {});
  for (const app of [
    endpoint(wrong).with(new Log()),
    new ray.Router().nest("/api", endpoint(wrong).with(before(() => {}))),
  ])
    await assert.rejects(ray.listen("127.0.0.1:0", app), { name: "RouteError", message: /no route/ });
});

test("what a transform makes is started too, and what is none is told at the start", async () => {
  let starts = 0;
  const starting: Middleware = {
    transform: (inner) => ({ prepare: () => void starts++, call: (c) => inner.call(c) }),
  };
  for (const app of [
    endpoint(index).with(starting),
    endpoint(index)
      .with(starting)
      .with(before(() => {})),
    new ray.Router().get("/", index).with(starting),
  ] satisfies Endpoint[]) {
    const before = starts;
    app.prepare();
    assert.ok(starts > before);
  }
  const handler = endpoint(index).with({
    transform: () => ((c: AppContext) => c.string("a handler")) as never,
  });
  assert.equal((await ray.inject(handler, "/")).text(), "a handler");
  const none = { transform: () => 7 } as unknown as Middleware;
  for (const app of [endpoint(index).with(none), new ray.Router().get("/", index).with(none)])
    await assert.rejects(ray.listen("127.0.0.1:0", app), /^TypeError: a handler must be a function/);
});

test("an error that a middleware hands on is the business of whoever stands further out", async () => {
  const trace = new HookTrace();
  const router = new ray.Router()
    .hooks(trace.hook("R", { onError: (c) => c.string("mended", 418) }))
    .get("/alone", endpoint(boom).with(traced(trace, "a")))
    .get("/route", traced(trace, "m"), trace.hook("r"), boom);
  assert.equal((await ray.inject(router, "/alone")).text(), "mended");
  assert.equal(trace.take(), "R.onRequest a.in R.onError R.onResponse");
  assert.equal((await ray.inject(router, "/route")).text(), "mended");
  assert.equal(
    trace.take(),
    "R.onRequest m.in r.onRequest r.onError m.out R.onError r.onResponse R.onResponse",
    "the hook further in is shown the answer in the end",
  );
});

test("where hooks are among the wrappers, an error is answered there, as by a router with hooks", async () => {
  const trace = new HookTrace();
  const inner = endpoint(boom)
    .with(
      ray.around(async (_c, next) => {
        trace.lines.push("around");
        return await next();
      }),
    )
    .with(traced(trace, "m"));
  const router = new ray.Router()
    .hooks(trace.hook("R", { onError: (c) => c.string("mended") }))
    .get("/", inner);
  const answer = await ray.inject(router, "/");
  assert.deepEqual([answer.status, answer.text()], [500, "Internal Server Error\n"]);
  assert.equal(trace.take(), "R.onRequest m.in around m.out R.onResponse");
});

test("a middleware that answers by itself, catches, or asks twice", async () => {
  const trace = new HookTrace();
  const answers: Middleware = { transform: () => ({ call: (c) => c.string("mine") }) };
  const catches: Middleware = {
    transform: (inner) => ({
      async call(c) {
        try {
          return await inner.call(c);
        } catch {
          return c.string("caught", 503);
        }
      },
    }),
  };
  const twice: Middleware = {
    transform: (inner) => ({ call: async (c) => (await inner.call(c)) && inner.call(c) }),
  };
  const forgets: Middleware = {
    transform: (inner) => ({ call: (c) => inner.call(c) && c.string("left") }),
  };
  const log = new LogBook();
  const router = new ray.Router()
    .get("/answers", answers, trace.handler())
    .get("/catches", catches, trace.hook("h"), boom)
    .get("/twice", twice, trace.handler())
    .get("/forgets", forgets, async () => boom());
  assert.equal((await ray.inject(router, "/answers")).text(), "mine");
  assert.equal(trace.take(), "");
  const caught = await ray.inject(router, "/catches");
  assert.deepEqual([caught.status, caught.text()], [503, "caught"]);
  assert.equal(trace.take(), "h.onRequest h.onError h.onResponse");
  assert.equal((await ray.inject(router, "/twice", { logger: log })).status, 500);
  assert.match(String(log.errors("error")), /asked its endpoint twice/);
  assert.equal((await ray.inject(router, "/forgets")).text(), "left");
});

test("a middleware may ask another app before the rest, one with middlewares of its own", async () => {
  const trace = new HookTrace();
  const other = new ray.Router().with(traced(trace, "o")).get("/other", () => "other");
  const router = new ray.Router()
    .with(traced(trace, "r"))
    .with(insteadOf(other))
    .get("/own", trace.handler("own"));
  assert.equal((await ray.inject(router, "/own")).text(), "own");
  assert.equal(trace.take(), "o.in o.out r.in handler r.out");
  assert.equal((await ray.inject(router, "/other")).text(), "other");
  assert.equal((await ray.inject(router, "/nowhere")).status, 404);
});

/** Asks `other` first, and goes on where that has nothing. */
function insteadOf(other: Endpoint): Middleware {
  return {
    transform: (inner) => ({
      async call(c) {
        const answer = await ray.getResponse(other, c);
        return answer.status === 404 ? inner.call(c) : answer;
      },
    }),
  };
}

test("a middleware that asks with a context of its own is told so", async () => {
  const own: Middleware = { transform: (inner) => ({ call: () => inner.call(contextOf("/")) }) };
  const log = new LogBook();
  const router = new ray.Router().get("/", own, index);
  assert.equal((await ray.inject(router, "/", { logger: log })).status, 500);
  assert.match(String(log.errors("error")), /nothing has set it|has not come to it/);
});

test("a middleware may change the answer that it gets, and changes no other request's", async () => {
  const shared = new ray.Response("shared");
  const marks: Middleware = {
    transform: (inner) => ({
      async call(c) {
        const answer = await inner.call(c);
        answer.headers.set("x-mark", "1");
        return answer;
      },
    }),
  };
  for (const handler of [() => shared, async () => shared])
    for (const app of [endpoint(handler).with(marks), new ray.Router().get("/", marks, handler)]) {
      const answer = await ray.inject(app, "/");
      assert.deepEqual([answer.text(), answer.headers.get("x-mark")], ["shared", "1"]);
      assert.equal(shared.headers.has("x-mark"), false);
    }
});

test("at(path, get(a).post(b)) is a route for each method: 405, Allow, HEAD and OPTIONS are as ever (seed 004.15)", async (t) => {
  const trace = new HookTrace();
  const methods = get(() => "got")
    .post(async (c: AppContext) => c.req.text())
    .patch((c: AppContext) => c.method)
    .put((c: AppContext) => c.method)
    .delete((c: AppContext) => c.method)
    .options((c: AppContext) => c.string("own"))
    .with(trace.hook("m"));
  const router = new ray.Router().at("/x", trace.hook("x"), methods).at("/y", ray.post(index));
  router.addHooks("POST", "/y", trace.hook("y"));
  const server = await startHttpServer(t, router);
  const ask = (method: string, path: string) =>
    server.ask(`${method} ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`, method);
  assert.equal((await ask("GET", "/x")).text, "got");
  assert.equal(trace.take(), "x.onRequest m.onRequest m.onResponse x.onResponse");
  for (const method of ["PATCH", "PUT", "DELETE"]) assert.equal((await ask(method, "/x")).text, method);
  assert.equal((await ask("HEAD", "/x")).status, 200);
  assert.equal((await ask("OPTIONS", "/x")).text, "own");
  trace.take();
  assert.equal((await ask("POST", "/y")).text, "hello");
  assert.equal(trace.take(), "y.onRequest y.onResponse");
  const wrong = await ask("GET", "/y");
  assert.deepEqual([wrong.status, wrong.field("allow")], [405, "OPTIONS, POST"]);
  assert.throws(() => router.at("/x", get(index)), { name: "RouteError" });
  assert.deepEqual(new ray.Router().at("/z", get(index).head(index).any(index)).routes().map(String), [
    "GET /z",
    "HEAD /z",
    "ANY /z",
  ]);
});

test("a second handler for a method, and methods where one method is asked for, are mistakes", () => {
  assert.throws(() => get(index).get(index), {
    name: "RouteError",
    message: "GET has a handler here already",
  });
  assert.throws(() => get(7 as never), TypeError);
  const router = new ray.Router();
  router.at("/a", ray.put(index)).at("/b", get(index));
  assert.throws(() => router.at("/c", get(index).post(index)).at("/c", ray.patch(index).post(index)), {
    name: "RouteError",
  });
  assert.equal(router.getRoute("PATCH", "/c"), null, "all of them or none");
});

test("methods answer without a router too, and say what is allowed", async () => {
  const app = get(index)
    .on("PURGE", () => "purged")
    .with(new Log());
  assert.equal((await ray.inject(app, "/any/path")).text(), "hello");
  assert.equal((await ray.inject(app, "/", { method: "PURGE" })).text(), "purged");
  assert.deepEqual(printed(), ["request: /any/path", "response: 200", "request: /", "response: 200"]);
  const wrong = await ray.inject(app, "/", { method: "POST" });
  assert.deepEqual([wrong.status, wrong.headers.get("allow")], [405, "GET, HEAD, OPTIONS, PURGE"]);
});

test("the names that handlers want are those of their place, also through methods and wrappers", () => {
  const router = new ray.Router();
  const byId = (c: AppContext<{ readonly id: string }>) => c.params.id;
  router.at(
    "/a/:id",
    get(byId).post(() => ""),
  );
  // @ts-expect-error: this path has no :id
  router.at("/b", get(byId));
  // @ts-expect-error: nor has this one, which the second of them wants
  router.at("/c/:other", get(() => "").post(byId));
  router
    .group("/g/:id")
    .with(before((c) => void c.params.id))
    .with(after((c) => void c.params.id));
  // @ts-expect-error: a request of any path has no :id
  router.with(before((c) => void c.params.id));
  // @ts-expect-error: nor has an endpoint of no path
  endpoint(byId);
  // @ts-expect-error: no middleware, no hook
  assert.throws(() => router.with({ transfrom: () => 7 }), TypeError);
  const both = { transform: (inner: Endpoint) => inner, onRequest: () => {} };
  assert.throws(() => router.with(both), /^TypeError: a middleware has no "onRequest" beside transform/);
});

/**
 * The two programs that this framework was first described by, as their texts have them: a main with hooks on all three
 * levels, and poem's hello with its extractor and its Log. Each serves on a port and is asked by a client.
 */

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { App, AppContext, Endpoint, Hook, Response } from "../../day5/src/index.ts";
import type { TcpAddress } from "../../day5/src/net.ts";
import type { Middleware } from "../../day5/src/wrap.ts";
import { gate } from "../support/gate.ts";
import { load, ray } from "../support/stage.ts";

const { handler, path } = await load<typeof import("../../day5/src/extract/index.ts")>("extract/index.ts");
const { get, Router, Server, TcpListener } = ray;

/** What a terminal would show. */
const lines: string[] = [];
const println = (line: string) => void lines.push(line);
const printed = () => lines.splice(0);

/** Serves `app` as poem's example does, until the test ends. The function returned asks for a path. */
async function serve(t: TestContext, app: App, name: string) {
  const listener = await TcpListener.bind("127.0.0.1:0");
  const { port } = listener.address as TcpAddress;
  const stop = gate();
  const run = new Server(listener).name(name).runWithGracefulShutdown(app, stop.promise);
  t.after(async () => {
    stop.open();
    assert.equal((await run).forced, 0);
  });
  return async (target: string, method = "GET") => {
    const headers = { connection: "close" };
    const answer = await fetch(`http://127.0.0.1:${port}${target}`, { method, headers });
    return `${answer.status} ${await answer.text()}`.trimEnd();
  };
}

test("a main with a global hook, one handler on two routes, group hooks and route hooks runs (seed 003.2, 003.12, 003.14)", async (t) => {
  const says =
    (what: string): Hook =>
    (c) =>
      println(`${what}: ${c.method} ${c.path}`);
  const hello = (c: AppContext) => c.string("hello world");
  const index = (c: AppContext) => c.string(`index of ${c.path}`);

  const router = new Router();
  router.hooks(says("global"));
  router.get("/", hello);
  router.get("/hello", hello);
  router.get("/ghost/:id", (c) => c.string(`ghost ${c.params.id}`));

  const user = router.group("/user");
  user.get("/", index);
  user.get("/index", index);

  const admin = router.group("/admin");
  admin.hooks(says("admin"));
  admin.get("/index", index);
  admin.get("/hello", hello);
  admin.post("/hello", hello);
  router.addHooks("GET", "/admin/hello", says("route"));
  router.addHooks("*", "/admin/index", (c) => {
    if (c.query.has("stop")) c.string("stopped", 403);
  });

  const ask = await serve(t, router, "from-zero");
  for (const target of ["/", "/hello"]) {
    assert.equal(await ask(target), "200 hello world");
    assert.deepEqual(printed(), [`global: GET ${target}`]);
  }
  assert.equal(await ask("/ghost/7"), "200 ghost 7");
  assert.equal(await ask("/user"), "200 index of /user");
  assert.equal(await ask("/user/index"), "200 index of /user/index");
  assert.deepEqual(printed(), ["global: GET /ghost/7", "global: GET /user", "global: GET /user/index"]);

  assert.equal(await ask("/admin/hello"), "200 hello world");
  const all = ["global", "admin", "route"].map((level) => `${level}: GET /admin/hello`);
  assert.deepEqual(printed(), all, "from the outside to the inside");
  assert.equal(await ask("/admin/hello", "POST"), "200 hello world");
  assert.deepEqual(printed(), ["global: POST /admin/hello", "admin: POST /admin/hello"]);

  assert.equal(await ask("/admin/index"), "200 index of /admin/index");
  assert.equal(await ask("/admin/index?stop"), "403 stopped");
  printed();
  assert.equal(await ask("/nobody"), "404 there is nothing at this path");
  assert.deepEqual(printed(), ["global: GET /nobody"]);
});

// `struct Log; impl<E: Endpoint> Middleware<E> for Log`, and `struct LogImpl<E>(E)` with its `call`.
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
      println(`error: ${err}`);
      throw err;
    }
  }
}

// #[handler] fn hello(Path(name): Path<String>) -> String
const hello = handler(path("name"), (name) => `hello: ${name}`);

test("poem's hello with a Path runs behind Log, and answers what poem's does (seed 004.6, 004.42)", async (t) => {
  const app = new Router().at("/hello/:name", get(hello)).with(new Log());
  const ask = await serve(t, app, "hello-world");
  assert.equal(await ask("/hello/ann"), "200 hello: ann");
  assert.equal(await ask("/hello/%E4%BD%A0%20%2F"), "200 hello: 你 /");
  assert.deepEqual(printed(), [
    "request: /hello/ann",
    "response: 200",
    "request: /hello/%E4%BD%A0%20%2F",
    "response: 200",
  ]);
  assert.match(await ask("/hello/ann", "DELETE"), /^405 /);
  assert.match(await ask("/hello"), /^404 /);
  const told = printed();
  assert.deepEqual(
    told.filter((line) => line.startsWith("request")),
    ["request: /hello/ann", "request: /hello"],
  );
  assert.equal(told.filter((line) => line.startsWith("error: HttpError")).length, 2);
});

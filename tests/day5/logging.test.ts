/** What the framework logs, on which level and with which fields; and that a level which is off costs nothing. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext, Logger } from "../../day5/src/index.ts";
import type { LogLevel } from "../../day5/src/log/logger.ts";
import { gate } from "../support/gate.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";
import { LogBook, type LogEntry } from "../support/log-book.ts";
import { inject, ray } from "../support/stage.ts";

/** `book` with the levels below `lowest` off. It still keeps every call: there should be none on those. */
function from(lowest: LogLevel, book: LogBook): Logger {
  const order: LogLevel[] = ["trace", "debug", "info", "warn", "error"];
  return { ...book, isLevelEnabled: (level) => order.indexOf(level) >= order.indexOf(lowest) };
}

function lines(entries: readonly LogEntry[]): unknown[][] {
  return entries.map(({ level, fields, message }) => [level, message, fields]);
}

test("the start logs the route table at debug, in the order of registration, and then the address at info (seed 000.6)", async (t) => {
  const router = new ray.Router().get("/user", () => "");
  router.group("/admin").post("/:id", () => "");
  router.any("/*rest", () => "");
  const { log, address } = await startHttp1Server(t, router);
  assert.deepEqual(lines(log.entries.filter(({ level }) => level !== "trace")), [
    ["debug", "route", { route: "GET /user" }],
    ["debug", "route", { route: "POST /admin/:id" }],
    ["debug", "route", { route: "ANY /*rest" }],
    ["debug", `the trie\n${router.print().trimEnd()}`, {}],
    ["info", "listening", { address: `127.0.0.1:${address.port}` }],
    ["info", "started", {}],
  ]);
});

test("at trace the start tells each node of the trie once, by the route that made it (seed 003.27)", async (t) => {
  const router = new ray.Router().get("/a/:x", () => "").post("/a/:y/b", () => "");
  router.get("/a/*", () => "");
  const { log } = await startHttpServer(t, router);
  assert.deepEqual(lines(log.entries.filter(({ level }) => level === "trace")), [
    ["trace", "node inserted", { node: "/a", route: "GET /a/:x" }],
    ["trace", "node inserted", { node: "/a/:", route: "GET /a/:x" }],
    ["trace", "node inserted", { node: "/a/:/b", route: "POST /a/:y/b" }],
    ["trace", "node inserted", { node: "/a/*", route: "GET /a/*" }],
  ]);
});

test("the route table shows what is nested, and a router behind a wrapper that hands its routes on", async (t) => {
  const router = new ray.Router().nest(
    "/api",
    new ray.Router().get("/users", () => ""),
  );
  const wrapper = {
    call: (c: AppContext) => router.call(c),
    prepare: () => router.prepare(),
    routes: () => router.routes(),
  };
  const { log } = await startHttpServer(t, wrapper);
  assert.deepEqual(lines(log.entries.filter(({ level }) => level === "debug")), [
    ["debug", "route", { route: "GET /api/users" }],
    ["debug", "the trie\n└─ /api\n   └─ /users  GET /api/users", {}],
  ]);
});

test("an app that is no router has no routes to log", async (t) => {
  const { log } = await startHttp1Server(t, (c) => c.string(""));
  assert.deepEqual(log.messages("debug"), []);
  assert.deepEqual(log.messages("info"), ["listening", "started"]);
});

test("the look-up is logged at trace; the request, and the chosen route with its values, at debug; a miss has none (seed 003.21, 003.26)", async () => {
  const router = new ray.Router().get("/ghost/:id", (c) => c.string(c.params.id));
  const log = new LogBook();
  const seen = (path: string, query: string[]) => [
    "debug",
    "request",
    { method: "GET", path, version: "1.1", remote: { path: "test" }, query, fields: ["cookie", "host"] },
  ];
  const options = { logger: log, headers: { cookie: "sid=secret" } };
  await inject(router, "/ghost/7?token=secret", options);
  assert.deepEqual(lines(log.entries), [
    seen("/ghost/7", ["token"]),
    ["trace", "route looked up", { method: "GET", path: "/ghost/7" }],
    ["debug", "route chosen", { path: "/ghost/7", params: { id: "7" }, route: "GET /ghost/:id" }],
  ]);
  log.entries.length = 0;
  await inject(router, "/nobody", options);
  assert.deepEqual(lines(log.entries), [
    seen("/nobody", []),
    ["trace", "route looked up", { method: "GET", path: "/nobody" }],
  ]);
});

test("a request is told once, however many routers are behind each other", async () => {
  const log = new LogBook();
  const inner = new ray.Router().get("/x", () => "");
  await ray.inject(new ray.Router().nest("/in", inner), "/in/x", { logger: log });
  assert.deepEqual(log.messages("debug"), ["request", "route chosen", "route chosen"]);
});

test("an error of a handler is logged at error with err, method and path; one for the client is not", async () => {
  const error = new Error("the disk is full");
  const log = new LogBook();
  const router = new ray.Router()
    .post("/fail/:x", () => Promise.reject(error))
    .get("/gone", () => {
      throw new ray.HttpError(410);
    });
  await ray.inject(router, "/fail/1?secret=1", { method: "POST", logger: from("info", log) });
  await ray.inject(router, "/gone", { logger: from("info", log) });
  await ray.inject(router, "/nobody", { logger: from("info", log) });
  assert.deepEqual(lines(log.entries), [
    ["error", "handler failed", { err: error, method: "POST", path: "/fail/1" }],
  ]);
});

test("draining and stopped are logged at info, with what was open and how it ended (seed 003.17, 004.22)", async (t) => {
  const slow = gate<string>();
  const begun = gate();
  const { server, log, connect } = await startHttpServer(t, () => {
    begun.open();
    return slow.promise;
  });
  const client = await connect();
  client.send(request("GET /"));
  await begun.promise;
  const stopped = server.shutdown();
  slow.open("complete");
  assert.equal((await readAnswer(client)).text, "complete");
  await stopped;
  await server.closed;
  assert.deepEqual(lines(log.entries).slice(-2), [
    ["info", "draining", { deadlineMs: 10_000, connections: 1 }],
    ["info", "stopped", { finished: 1, forced: 0 }],
  ]);
});

test("connections that had to be cut off are a warning that says how many", async (t) => {
  const begun = gate();
  const { server, log, connect, clock } = await startHttp1Server(t, () => {
    begun.open();
    return new Promise<string>(() => {});
  });
  const client = await connect();
  const { port } = client.socket.address() as { port: number };
  client.send(request("GET /"));
  await begun.promise;
  const stopped = server.shutdown({ deadlineMs: 500 });
  await clock.pass(500);
  assert.deepEqual(await stopped, { finished: 0, forced: 1 });
  await client.closed;
  assert.deepEqual(lines(log.entries).slice(-3), [
    ["info", "draining", { deadlineMs: 500, connections: 1 }],
    ["debug", "connection cut off", { remote: `127.0.0.1:${port}` }],
    ["warn", "stopped; connections were cut off", { finished: 0, forced: 1 }],
  ]);
});

for (const [lowest, expected] of [
  ["debug", ["debug", "info", "error"]],
  ["info", ["info", "error"]],
  ["error", ["info", "error"]],
] as const) {
  test(`with ${lowest} as the lowest level, nothing below is even put together`, async (t) => {
    const book = new LogBook();
    const router = new ray.Router()
      .hooks(() => {})
      .get("/a/:x", (c) => c.string(""))
      .get("/fail", () => {
        throw new Error("no");
      });
    const { ask } = await startHttpServer(t, router, { logger: from(lowest, book) });
    for (const path of ["/a/1", "/nobody", "/a/%zz", "/fail"]) await ask(request(`GET ${path}`));
    const levels = new Set(book.entries.map(({ level }) => level));
    // What happens once in a server's life may be put together on every level: info and above.
    assert.deepEqual([...levels].sort(), [...expected].sort());
  });
}

test("hooks and handlers log through the context, to the same logger", async () => {
  const log = new LogBook();
  const router = new ray.Router()
    .hooks((c) => c.log.info({ from: "hook" }, "seen"))
    .get("/", (c) => {
      c.log.warn("handled");
      return "";
    });
  await ray.inject(router, "/", { logger: from("info", log) });
  assert.deepEqual(
    lines(log.entries).filter(([level]) => level !== "trace" && level !== "debug"),
    [
      ["info", "seen", { from: "hook" }],
      ["warn", "handled", {}],
    ],
  );
});

/**
 * The program that the framework was sketched for, as it was written then: a plain hook for all, one handler at two
 * paths, a group with a hook, and a hook of one route. If one has to write it otherwise, the framework is another one.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext } from "../../day5/src/index.ts";
import { request } from "../support/http-client.ts";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";
import { LogBook } from "../support/log-book.ts";
import { ray } from "../support/stage.ts";

const { Router } = ray;

function program(log: LogBook) {
  const user = (c: AppContext) => c.string("hello world");
  const router = new Router()
    .hooks((c) => log.info(c.path))
    .get("/user", user)
    .get("/user/index", user)
    .get("/ghost/:id", (c) => c.string(`ghost ${c.params.id}`));
  const admin = router.group("/admin").hooks((c) => log.info(`admin ${c.path}`));
  admin.get("/hello", (c) => c.string("hello from admin"));
  admin.get("/index", (c) => c.string("admin index"));
  admin.addHooks("GET", "/index", (c) => log.info(`index ${c.path}`));
  admin.addHooks("*", "/hello", {
    onRequest: (c) => log.info(`in ${c.path}`),
    onResponse: (c, response) => log.info(`out ${c.path} ${response.status}`),
  });
  return router;
}

const asked: [line: string, status: number, text: string | null, told: string[]][] = [
  ["GET /user", 200, "hello world", ["/user"]],
  ["GET /user/index", 200, "hello world", ["/user/index"]],
  ["GET /ghost/7", 200, "ghost 7", ["/ghost/7"]],
  [
    "GET /admin/hello",
    200,
    "hello from admin",
    ["/admin/hello", "admin /admin/hello", "in /admin/hello", "out /admin/hello 200"],
  ],
  ["GET /admin/index", 200, "admin index", ["/admin/index", "admin /admin/index", "index /admin/index"]],
  ["GET /nothing", 404, null, ["/nothing"]],
  ["POST /user", 405, null, ["/user"]],
];
for (const [line, status, text, told] of asked) {
  test(`${line} is answered, and its hooks run in their order: ${told.join(", ")}`, async (t) => {
    const log = new LogBook();
    const { ask } = await startHttpServer(t, program(log), { logger: ray.silentLogger });
    const answer = await ask(request(line));
    assert.equal(answer.status, status);
    if (text !== null) assert.equal(answer.text, text);
    assert.deepEqual(log.messages("info"), told);
  });
}

test("its log tells the start, each request with its route and values, and the stop", async (t) => {
  const log = new LogBook();
  const { ask, server } = await startHttp1Server(t, program(log), { logger: log });
  await ask(request("GET /ghost/7"));
  await server.shutdown({ signal: "SIGINT", deadlineMs: 1_000 });
  assert.deepEqual(log.messages("info"), ["listening", "started", "/ghost/7", "draining", "stopped"]);
  const chosen = log.entries.find(({ message }) => message === "route chosen");
  assert.deepEqual(chosen?.fields, { path: "/ghost/7", params: { id: "7" }, route: "GET /ghost/:id" });
  const draining = log.entries.find(({ message }) => message === "draining");
  assert.deepEqual([draining?.fields.signal, draining?.fields.deadlineMs], ["SIGINT", 1_000]);
  assert.equal(typeof draining?.fields.connections, "number");
  assert.ok(
    log.messages("trace").includes("node inserted") && log.messages("trace").includes("route looked up"),
  );
});

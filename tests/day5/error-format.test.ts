/** An app's own form of errors: for what routes, hooks and the server itself have to say. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext, HttpError } from "../../day5/src/index.ts";
import { gate } from "../support/gate.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";

const form = (name: string) => (error: HttpError, c: AppContext) =>
  c.json({ [name]: error.status, words: error.publicMessage }, error.status);

function program() {
  const router = new ray.Router()
    .provide(ray.errorFormat, form("app"))
    .get("/", () => "good")
    .get("/ghost/:id", () => "good");
  router.get("/fail", () => {
    throw new Error("the password is tiger");
  });
  router
    .group("/api")
    .provide(ray.errorFormat, form("api"))
    .get("/x", () => new ray.HttpError(409, "twice"));
  router.hooks({
    onRequest(c) {
      if (c.path === "/guarded") throw new ray.HttpError(401, "who are you?");
    },
  });
  return router;
}

for (const [line, status, body] of [
  ["GET /nothing", 404, { app: 404, words: "there is nothing at this path" }],
  ["POST /", 405, { app: 405, words: "POST is not allowed here; allowed: GET, HEAD, OPTIONS" }],
  ["GET /ghost/%zz", 400, { app: 400, words: "the path has a percent sign that encodes nothing" }],
  ["GET /fail", 500, { app: 500, words: "Internal Server Error" }],
  ["GET /guarded", 401, { app: 401, words: "who are you?" }],
  ["GET /api/x", 409, { api: 409, words: "twice" }],
] as const) {
  test(`${line} is told in the form of its app, or of its group`, async (t) => {
    const { ask } = await startHttpServer(t, program());
    const answer = await ask(request(line, { Accept: "application/json" }));
    assert.deepEqual([answer.status, JSON.parse(answer.text)], [status, body]);
    if (status === 405) assert.equal(answer.field("allow"), "GET, HEAD, OPTIONS");
  });
}

test("the 503 of a deadline is told in that form too, and a late handler cannot write on it", async (t) => {
  const begun = gate();
  const late = gate();
  const app = async (c: AppContext) => {
    begun.open();
    await late.promise;
    return c.header("x-late", "1").string("too late");
  };
  const state = [ray.provide(ray.errorFormat, form("server"))];
  const server = await startHttp1Server(t, app, { state, limits: { handlerTimeoutMs: 100 } });
  const client = await server.connect();
  client.send(request("GET /"));
  await begun.promise;
  await server.clock.pass(100);
  late.open();
  const answer = await readAnswer(client);
  assert.deepEqual(JSON.parse(answer.text), { server: 503, words: "Service Unavailable" });
  assert.deepEqual([answer.field("connection"), answer.field("x-late")], ["close", null]);
});

/** The first router of the day: a handler for each method and path. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext, Handler } from "../../day5/src/index.ts";
import { readAnswers, request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";

test("method and path choose the handler, over one connection", async (t) => {
  const router = new ray.Router()
    .get("/", () => "root")
    .get("/user", (c) => c.string("user"))
    .post("/user", async (c) => `posted ${await c.req.text()}`)
    .on("PURGE", "/user", { call: (c: AppContext) => c.string("purged") });
  const { connect } = await startHttpServer(t, router);
  const client = await connect();
  client.send(request("GET /") + request("GET /user") + request("POST /user", {}, "7"));
  client.send(request("PURGE /user"));
  const answers = await readAnswers(client, 4);
  assert.deepEqual(
    answers.map(({ status, text }) => `${status} ${text}`),
    ["200 root", "200 user", "200 posted 7", "200 purged"],
  );
});

test("I4: an unknown path is 404, in plain words, and the connection stays open", async (t) => {
  const { connect } = await startHttpServer(
    t,
    new ray.Router().get("/user", () => "user"),
  );
  const client = await connect();
  client.send(request("GET /nobody") + request("GET /user/") + request("GET /user"));
  const [lost, slash, user] = await readAnswers(client, 3);
  assert.equal(lost?.status, 404);
  assert.equal(lost?.text, "there is nothing at this path\n");
  assert.equal(slash?.status, 404);
  assert.equal(user?.text, "user");
});

test("the query is no part of the path", async () => {
  const router = new ray.Router().get("/user", (c) => c.query.get("name") ?? "");
  assert.equal((await ray.inject(router, "/user?name=ada")).text(), "ada");
});

test("declarations can be chained, and what cannot answer is refused at once", () => {
  const router = new ray.Router();
  assert.equal(
    router.get("/1", () => ""),
    router,
  );
  assert.equal(
    router.post("/2", () => ""),
    router,
  );
  assert.equal(
    router.on("PURGE", "/3", () => ""),
    router,
  );
  const wrong = "text" as unknown as Handler;
  assert.throws(() => router.get("/4", wrong), {
    name: "TypeError",
    message: "a handler must be a function, or an object with a call method",
  });
});

/** The router behind a socket: what only shows in the bytes of an answer. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { readAnswers, request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";
import { routerOf } from "../support/told-routes.ts";

test("HEAD has the fields of GET, Content-Length too, and no body", async (t) => {
  const router = new ray.Router().get("/p/:x", (c) => {
    c.header("x-seen", c.params.x);
    return c.string("é".repeat(10));
  });
  const { ask } = await startHttpServer(t, router);
  const get = await ask(request("GET /p/1"));
  const head = await ask(request("HEAD /p/1"), "HEAD");
  const known = ([name]: readonly [string, string]) => name.toLowerCase() !== "date";
  assert.deepEqual(head.fields.filter(known), get.fields.filter(known));
  assert.equal(head.field("content-length"), "20");
  assert.equal(head.status, 200);
  assert.equal(head.body, "");
});

test("HEAD of an unknown path is a 404 with the length of a body that is not sent", async (t) => {
  const { connect } = await startHttpServer(t, routerOf("GET /a"));
  const client = await connect();
  client.send(request("HEAD /b") + request("HEAD /a"));
  const [missing, found] = await readAnswers(client, 2, "HEAD");
  assert.equal(missing?.status, 404);
  assert.equal(missing?.field("content-length"), "30");
  assert.equal(found?.status, 200);
});

test("404, 405 and 400 leave the connection open for the next request", async (t) => {
  const { connect } = await startHttpServer(t, routerOf("GET /a/:x", "POST /b"));
  const client = await connect();
  const lines = ["GET /c", "GET /b", "GET /a/%zz", "OPTIONS /b", "OPTIONS *", "GET /a/1"];
  client.send(lines.map((line) => request(line)).join(""));
  const answers = await readAnswers(client, lines.length);
  assert.deepEqual(
    answers.map((answer) => [answer.status, answer.field("allow")]),
    [
      [404, null],
      [405, "OPTIONS, POST"],
      [400, null],
      [204, "OPTIONS, POST"],
      [204, "GET, HEAD, OPTIONS, POST"],
      [200, null],
    ],
  );
  assert.equal(answers[3]?.field("content-length"), null, "RFC 9110 §8.6: a 204 has no Content-Length");
});

test("a target in absolute form meets the same routes", async (t) => {
  const { ask } = await startHttpServer(t, routerOf("GET /a/:x", "GET /"));
  assert.equal((await ask(request("GET http://test/a/1?q"))).text, 'GET /a/:x {"x":"1"}');
  assert.equal((await ask(request("GET http://test"))).text, "GET / {}");
});

test("a path that climbs is refused, and an empty segment is one", async (t) => {
  const { ask } = await startHttpServer(t, routerOf("GET /secret", "GET /files/*path"));
  assert.equal((await ask(request("GET /files/../secret"))).status, 400);
  assert.equal((await ask(request("GET //secret"))).status, 404);
});

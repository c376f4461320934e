/** Whatever a handler returns, and whatever it throws, is an answer; and no answer tells more than it should. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext, Reply } from "../../day5/src/index.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";

const TEXT = "text/plain; charset=utf-8";
const JSON_TYPE = "application/json";

class Teapot {
  intoResponse() {
    return new ray.Response("short and stout", { status: 418, headers: { "content-type": "text/tea" } });
  }
}

async function* pieces() {
  yield "one ";
  yield "two";
}

/** What is returned, and the status, type and body of the answer. */
const replies: [string, () => Reply, number, string, string][] = [
  ["a text", () => "hi", 200, TEXT, "hi"],
  ["an object", () => ({ a: [1] }), 200, JSON_TYPE, '{"a":[1]}'],
  ["an array", () => [1, null], 200, JSON_TYPE, "[1,null]"],
  ["a number", () => 42, 200, JSON_TYPE, "42"],
  ["false", () => false, 200, JSON_TYPE, "false"],
  ["null", () => null, 200, JSON_TYPE, "null"],
  ["bytes", () => Buffer.from("raw"), 200, "application/octet-stream", "raw"],
  ["a stream", () => pieces(), 200, "application/octet-stream", "one two"],
  ["what knows its own answer", () => new Teapot(), 418, "text/tea", "short and stout"],
  ["a Response", () => new Teapot().intoResponse(), 418, "text/tea", "short and stout"],
  ["an HttpError", () => new ray.HttpError(409, "taken"), 409, TEXT, "taken\n"],
];

for (const [what, reply, ...expected] of replies) {
  test(`a handler may return ${what}, now or later`, async (t) => {
    const server = await startHttpServer(t, (c) => (c.path === "/now" ? reply() : Promise.resolve(reply())));
    for (const path of ["/now", "/later"]) {
      const answer = await server.ask(request(`GET ${path}`));
      assert.deepEqual([answer.status, answer.field("content-type"), answer.text], expected);
    }
  });
}

test("what a handler returns wins over what it has put on the context", async (t) => {
  const server = await startHttpServer(t, (c) => {
    c.text("put");
    return c.path === "/returned" ? "returned" : undefined;
  });
  assert.equal((await server.ask(request("GET /returned"))).text, "returned");
  assert.equal((await server.ask(request("GET /"))).text, "put");
});

test("I4: an HttpError keeps its status, and below 500 its message", async (t) => {
  const server = await startHttpServer(t, (c) => {
    throw new ray.HttpError(Number(c.path.slice(1)), "the disk /dev/sda1 is full");
  });
  const told = await server.ask(request("GET /403"));
  assert.deepEqual([told.status, told.text], [403, "the disk /dev/sda1 is full\n"]);
  const hidden = await server.ask(request("GET /503"));
  assert.deepEqual([hidden.status, hidden.text], [503, "Service Unavailable\n"]);
});

const thrown: [string, () => never][] = [
  ["an Error", () => raise(new Error("password is hunter2"))],
  ["a text", () => raise("password is hunter2")],
  ["nothing at all", () => raise(undefined)],
];
for (const [what, fail] of thrown) {
  test(`I4: a handler that throws ${what} is a plain 500, and the log has the rest`, async (t) => {
    const server = await startHttpServer(t, (c) =>
      c.path === "/now" ? fail() : Promise.resolve().then(fail),
    );
    for (const path of ["/now", "/later"]) {
      const answer = await server.ask(request(`GET ${path}`));
      assert.deepEqual([answer.status, answer.text], [500, "Internal Server Error\n"]);
    }
    assert.deepEqual(server.log.messages("error"), ["handler failed", "handler failed"]);
  });
}

function raise(what: unknown): never {
  throw what;
}

test("I4: no handler can end a field and begin another one", async (t) => {
  const server = await startHttpServer(t, (c) => c.header("x-name", "a\r\nset-cookie: x=1").text("hi"));
  const answer = await server.ask(request("GET /"));
  assert.deepEqual([answer.status, answer.field("set-cookie")], [500, null]);
});

test("I2: an error ends no connection: the next request on it is answered", async (t) => {
  const server = await startHttpServer(t, (c: AppContext) =>
    c.path === "/bad" ? raise(new Error("no")) : "good",
  );
  const client = await server.connect();
  client.send(request("GET /bad") + request("GET /good"));
  assert.equal((await readAnswer(client)).status, 500);
  assert.equal((await readAnswer(client)).text, "good");
});

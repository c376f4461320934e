/** The context by itself: what it knows of the request, and how its answer methods work together. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext } from "../../day5/src/index.ts";
import { request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { load, ray } from "../support/stage.ts";

const { HandlerEndpoint } =
  await load<typeof import("../../day5/src/endpoint/endpoint.ts")>("endpoint/endpoint.ts");

/** Hands `look` a fresh context and answers what it answers. */
async function inContext<Value>(look: (c: AppContext) => Value, target = "/"): Promise<Value> {
  const seen: Value[] = [];
  await ray.inject((c) => {
    seen.push(look(c));
  }, target);
  return seen[0] as Value;
}

test("path is as sent, still encoded, without the query", async () => {
  assert.equal(await inContext((c) => c.path, "/a%2Fb/../%C3%A9?c=d?e"), "/a%2Fb/../%C3%A9");
  assert.equal(await inContext((c) => c.path, "/"), "/");
  assert.equal(await inContext((c) => c.req.target, "/a?b"), "/a?b");
});

test("query is a URLSearchParams, decoded, with names that occur several times", async () => {
  const query = await inContext((c) => c.query, "/?a=1&a=2&b=x+y%26&__proto__=z&c");
  assert.ok(query instanceof URLSearchParams);
  assert.deepEqual(query.getAll("a"), ["1", "2"]);
  assert.equal(query.get("b"), "x y&");
  assert.equal(query.get("__proto__"), "z");
  assert.equal(query.get("c"), "");
  assert.equal((await inContext((c) => c.query, "/")).size, 0);
  assert.equal((await inContext((c) => c.query, "/?")).size, 0);
  assert.ok(await inContext((c) => c.query === c.req.query));
});

test("params is an object without a prototype", async () => {
  assert.equal(Object.getPrototypeOf(await inContext((c) => c.params)), null);
});

test("headers are found whatever their case, and listed in order", async (t) => {
  const server = await startHttpServer(t, (c) => {
    const { headers } = c.req;
    return [headers.get("X-ONE"), headers.get("x-two"), headers.get("x-three"), [...headers]];
  });
  const answer = await server.ask("GET / HTTP/1.1\r\nhOsT: a\r\nX-One: \t1 \t\r\nx-TWO: 2\r\nX-Two:\r\n\r\n");
  const fields = [
    ["host", "a"],
    ["x-one", "1"],
    ["x-two", "2"],
    ["x-two", ""],
  ];
  assert.deepEqual(JSON.parse(answer.text), ["1", "2, ", null, fields]);
});

test("remoteAddress is the client's, req.peer knows both ends, version and method are as sent", async (t) => {
  const server = await startHttpServer(t, (c) => [
    c.remoteAddress,
    c.req.peer.localAddress,
    c.req.version,
    c.method,
  ]);
  const client = await server.connect();
  client.send("PURGE / HTTP/1.0\r\n\r\n");
  const { localPort: port } = client.socket;
  const told = JSON.parse((await client.readAll()).split("\r\n\r\n")[1] ?? "");
  assert.deepEqual(told, [{ host: "127.0.0.1", port }, server.address, "1.0", "PURGE"]);
});

test("the answer methods set the response and return it", async () => {
  const methods: ((c: AppContext) => unknown)[] = [
    (c) => c.string("x"),
    (c) => c.html("x"),
    (c) => c.json("x"),
    (c) => c.bytes(Buffer.from("x")),
    (c) => c.redirect("/x"),
    (c) => c.stream(new Blob(["x"]).stream()),
  ];
  for (const method of methods) {
    assert.ok(await inContext((c) => !c.isAnswered && method(c) === c.response && c.isAnswered));
  }
});

test("isAnswered is false until an answer method was called: status and header only prepare", async () => {
  assert.equal(await inContext((c) => c.status(201).header("x-a", "1").isAnswered), false);
  assert.equal(await inContext((c) => c.response.status && c.isAnswered), false);
});

test("a response set by hand counts as nobody's answer yet", async () => {
  const answered = await inContext((c) => {
    c.string("x");
    c.response = new ray.Response();
    return c.isAnswered;
  });
  assert.equal(answered, false);
});

test("json refuses what has no JSON form, and leaves the response alone", async () => {
  for (const value of [undefined, () => 1, Symbol("x")]) {
    const left = await inContext((c) => {
      assert.throws(() => c.json(value), { name: "TypeError", message: /no JSON form/ });
      return c.isAnswered;
    });
    assert.equal(left, false);
  }
});

test("an app is a function or an object with call; anything else is refused at once", async () => {
  const endpoint = { call: (c: AppContext) => c.string(`called for ${c.path}`) };
  assert.equal((await ray.inject(endpoint, "/x")).text(), "called for /x");
  assert.equal(ray.toEndpoint(endpoint), endpoint);
  assert.ok(ray.toEndpoint(() => "x") instanceof HandlerEndpoint);
  for (const app of [undefined, null, {}, "x", { call: 1 }]) {
    assert.throws(() => ray.toEndpoint(app as never), { name: "TypeError", message: /function.*call/ });
    await assert.rejects(ray.listen("127.0.0.1:0", app as never), { name: "TypeError" });
    await assert.rejects(ray.run("127.0.0.1:0", app as never), { name: "TypeError" });
  }
});

test("c.log is the server's logger", async (t) => {
  const server = await startHttpServer(t, (c) => {
    c.log.info({ path: c.path }, "seen");
    return c.log.isLevelEnabled("info");
  });
  assert.equal((await server.ask(request("GET /x"))).text, "true");
  assert.deepEqual(
    server.log.entries.filter((entry) => entry.message === "seen").map((entry) => entry.fields),
    [{ path: "/x" }],
  );
});

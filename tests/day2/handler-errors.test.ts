/** Handlers that fail and clients that leave: one request is lost, the server lives on. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";

const boom = Object.assign(new Error("the password is 1234"), { status: 404, expose: true });

const failing: Record<string, () => unknown> = {
  throws: () => {
    throw boom;
  },
  rejects: () => Promise.reject(boom),
  "rejects later": async () => {
    await rounds(2);
    throw boom;
  },
  "throws what is no error": () => {
    throw "the password is 1234";
  },
  "throws undefined": () => {
    throw undefined;
  },
  "fails after it has answered": () => {
    throw boom;
  },
};

for (const [name, fail] of Object.entries(failing)) {
  test(`I4: a handler that ${name}: 500 for that request, logged, nothing leaks, the next one is answered`, async (t) => {
    const server = await startHttpServer(t, (c) => {
      if (c.path === "/next") return c.string("next");
      c.header("etag", '"half an answer"').status(201);
      if (name.includes("after")) c.string("never sent");
      return fail() as object;
    });
    const client = await server.connect();
    client.send(request("GET /fails?x=1") + request("GET /next"));
    const answer = await readAnswer(client);
    assert.equal(answer.statusLine, "HTTP/1.1 500 Internal Server Error");
    assert.equal(answer.text, "Internal Server Error\n");
    assert.equal(answer.field("etag"), null);
    assert.doesNotMatch(JSON.stringify(answer.fields), /password|1234/);
    assert.equal((await readAnswer(client)).text, "next");
    const [entry] = server.log.entries.filter(({ level }) => level === "error");
    assert.equal(entry?.message, "handler failed");
    const { err, method, path } = entry.fields;
    const thrown = { "throws what is no error": "the password is 1234", "throws undefined": undefined };
    assert.deepEqual(
      [err, method, path],
      [name in thrown ? thrown[name as keyof typeof thrown] : boom, "GET", "/fails"],
    );
  });
}

test("an HttpError is the answer that it stands for, thrown or returned, now or later", async (t) => {
  const server = await startHttpServer(t, async (c) => {
    if (c.path === "/return") return new ray.HttpError(409, "taken");
    if (c.path === "/later") await rounds(2);
    throw new ray.HttpError(409, "taken");
  });
  const client = await server.connect();
  for (const path of ["/throw", "/later", "/return"]) {
    client.send(request(`GET ${path}`));
    const answer = await readAnswer(client);
    assert.equal(answer.statusLine, "HTTP/1.1 409 Conflict");
    assert.equal(answer.text, "taken\n");
    assert.equal(answer.field("connection"), null);
  }
  assert.deepEqual(server.log.messages("error"), []);
});

test("an Endpoint that fails, or gives what is no Response, is a 500 like any handler", async (t) => {
  for (const call of [
    () => {
      throw boom;
    },
    () => Promise.reject(boom),
    () => "no response" as never,
    async () => "no response" as never,
    () => undefined as never,
  ]) {
    const server = await startHttpServer(t, { call });
    const client = await server.connect();
    client.send(request("GET /") + request("GET /"));
    assert.equal((await readAnswer(client)).status, 500);
    assert.equal((await readAnswer(client)).status, 500);
  }
});

test("I4: getResponse never fails: an error becomes its answer", async () => {
  const seen: number[] = [];
  for (const call of [() => Promise.reject(new ray.HttpError(418)), () => assert.fail("no")]) {
    await ray.inject(async (c) => {
      seen.push((await ray.getResponse({ call }, c)).status);
    }, "/");
  }
  assert.deepEqual(seen, [418, 500]);
});

test("a client that leaves in the middle of a body lets the read fail, and nothing else", async (t) => {
  const failed = gate<unknown>();
  const server = await startHttpServer(t, async (c) => {
    await c.req.text().catch(failed.open);
    return "nobody hears this";
  });
  const client = await server.connect();
  client.send(request("POST /", { "Content-Length": "10" }));
  await rounds(3);
  client.reset();
  assert.match(String(await failed.promise), /ended too early/);
  assert.equal((await server.ask("bad\r\n\r\n")).status, 400, "the server lives on");
  assert.deepEqual(server.log.messages("error"), []);
});

/** Answers with a stream that hooks drop or replace: the stream is let go of, unless the next answer is made of it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext, HookSet, Response } from "../../day5/src/index.ts";
import { request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";
import { type AnyBody, kinds, toldStream } from "../support/told-streams.ts";

const drops: Record<string, readonly [HookSet, number]> = {
  "replaced by onResponse": [{ onResponse: () => new ray.Response("no") }, 200],
  "replaced by an async onResponse": [{ onResponse: async () => new ray.Response("no") }, 200],
  "dropped by an onResponse that throws": [
    {
      onResponse: () => {
        throw new ray.HttpError(403);
      },
    },
    403,
  ],
  "dropped by an onResponse that rejects": [
    { onResponse: async () => Promise.reject(new ray.HttpError(403)) },
    403,
  ],
};

for (const [how, [hook, status]] of Object.entries(drops)) {
  for (const kind of kinds) {
    test(`${kind} that is ${how} is let go of`, async (t) => {
      const stream = toldStream(kind, "never sent");
      const router = new ray.Router().hooks(hook).get("/", () => new ray.Response(stream.body));
      const server = await startHttpServer(t, router);
      const answer = await server.ask(request("GET /"));
      assert.equal(answer.status, status);
      assert.doesNotMatch(answer.text, /never sent/);
      await stream.ended;
    });
  }
}

test("a stream that onError drops is let go of", async (t) => {
  const stream = toldStream("a node stream", "never sent");
  const router = new ray.Router().hooks({ onError: (c) => c.string("mended") }).get("/", (c) => {
    c.stream(stream.body);
    throw new Error("no");
  });
  const server = await startHttpServer(t, router);
  assert.equal((await server.ask(request("GET /"))).text, "mended");
  await stream.ended;
});

test("a hook may make the next answer of the stream of the one before", async (t) => {
  async function* upper(body: AnyBody) {
    for await (const piece of body) yield String(piece).toUpperCase();
  }
  const onResponse = (_c: AppContext, response: Response) =>
    new ray.Response(upper(response.body as AnyBody));
  async function* words() {
    yield "hello ";
    yield "world";
  }
  const router = new ray.Router().hooks({ onResponse }).get("/", (c) => c.stream(words()));
  const server = await startHttpServer(t, router);
  assert.equal((await server.ask(request("GET /"))).text, "HELLO WORLD");
});

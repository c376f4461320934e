/** What a connection still holds between two requests: nothing of the last one. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { rounds } from "../support/fake-clock.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";

test("an idle connection holds neither the body nor the answer of its last request", async (t) => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const held: WeakRef<object>[] = [];
  const server = await startHttpServer(t, async (c) => {
    const body = await c.req.bytes();
    const answer = c.json({ length: body.length });
    held.push(new WeakRef(body), new WeakRef(c.req), new WeakRef(answer));
    return answer;
  });
  const clients = await Promise.all(Array.from({ length: 5 }, () => server.connect()));
  for (const client of clients) {
    client.send(request("POST /", {}, "x".repeat(100_000)));
    assert.equal((await readAnswer(client)).text, '{"length":100000}');
  }
  // A WeakRef keeps its target until the turn that made it is over.
  await rounds();
  collect();
  const alive = held.filter((reference) => reference.deref() !== undefined).length;
  assert.equal(alive, 0, `${alive} of ${held.length} objects of requests that are over are still held`);
});

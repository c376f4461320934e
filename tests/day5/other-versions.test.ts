/** The tests that name no version can be asked over HTTP/2 (`npm test -- --http h2c`): here is held that they really are. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { scheme, version } from "../support/http-version.ts";
import { ray } from "../support/stage.ts";

const spoken = version === null ? "1.1" : "2";

test("a request that names no version is asked in the one that RAY_HTTP names, and any other in bytes", async (t) => {
  const server = await startHttpServer(t, async (c) => c.json([c.req.version, c.scheme, await c.req.text()]));
  const plain = await server.ask(request("POST /", { "X-A": "1" }, "body"));
  assert.deepEqual(JSON.parse(plain.text), [spoken, scheme, "body"]);
  const close = await server.ask(request("GET /", { Connection: "close" }));
  assert.deepEqual(JSON.parse(close.text), ["1.1", "http", ""]);
  const client = await server.connect();
  for (const path of ["/", "/second"]) {
    client.send(request(`GET ${path}`));
    assert.equal(JSON.parse((await readAnswer(client)).text)[0], spoken);
  }
  client.end();
  await client.closed;
});

test("so is inject", async () => {
  assert.equal((await ray.inject((c) => c.string(c.req.version), "/")).text(), spoken);
});

/** `prepare`: the start of an app, before its server takes an address. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";

test("listen prepares an endpoint once, before it binds", async (t) => {
  const calls: string[] = [];
  const app = {
    prepare: () => void calls.push("prepare"),
    call: () => {
      calls.push("call");
      return new ray.Response("hi");
    },
  };
  const { ask } = await startHttpServer(t, app);
  assert.deepEqual(calls, ["prepare"]);
  for (let i = 0; i < 2; i++) assert.equal((await ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).text, "hi");
  assert.deepEqual(calls, ["prepare", "call", "call"]);
});

test("an endpoint that cannot be prepared is served by nobody: listen rejects, and the address stays free", async () => {
  const first = await ray.listen("127.0.0.1:0", () => "");
  const { address } = first;
  await first.shutdown();
  const app = {
    prepare() {
      throw new Error("no database");
    },
    call: () => new ray.Response(),
  };
  await assert.rejects(ray.listen(address, app), { message: "no database" });
  const again = await ray.listen(address, () => "");
  await again.shutdown();
});

test("a handler has nothing to prepare", () => {
  assert.equal(ray.toEndpoint(() => "").prepare, undefined);
});

/** Whoever has reset before it was accepted has no address: nobody takes it for a trusted proxy. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { rounds } from "../support/fake-clock.ts";
import { request } from "../support/http-client.ts";
import { RawClient } from "../support/raw-client.ts";
import { ray } from "../support/stage.ts";

test("trustProxy: a client that resets at once does not get a forged X-Forwarded-For believed", async (t) => {
  const seen: unknown[] = [];
  const handler = (c: { remoteAddress: unknown; string(text: string): unknown }) => {
    seen.push(c.remoteAddress);
    return c.string("ok");
  };
  const server = await ray.listen("127.0.0.1:0", handler as never, { trustProxy: ["127.0.0.1"] });
  t.after(() => server.shutdown({ deadlineMs: 0 }));
  const { port } = server.address as { port: number };
  const forged = request("POST /", { "X-Forwarded-For": "6.6.6.6", "Content-Length": "0" });
  const code = `const socket = require("node:net").connect(${port}, "127.0.0.1", () =>
      socket.write(${JSON.stringify(forged)}, () => socket.resetAndDestroy()));
    socket.on("error", () => {}).on("close", () => process.exit(7));`;
  // It is synchronous: while the client comes and goes, nobody is accepted.
  assert.equal(spawnSync(process.execPath, ["-e", code], { timeout: 10_000 }).status, 7);
  await rounds(4);
  const client = await RawClient.connect({ host: "127.0.0.1", port }, { t });
  client.send(request("GET /"));
  await client.readUntil("ok");
  assert.deepEqual(seen, [{ host: "127.0.0.1", port: client.socket.localPort }]);
});

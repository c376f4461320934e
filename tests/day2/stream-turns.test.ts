/** Answers that never have to wait: others get their turn all the same, and small pieces leave together. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { gate } from "../support/gate.ts";
import { request } from "../support/http-client.ts";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";

/** Sources without an end whose pieces are always ready. */
const endless: Record<string, () => AsyncIterable<Uint8Array | string>> = {
  "lines of text": async function* () {
    for (;;) yield "line\n";
  },
  "small bytes": async function* () {
    const piece = Buffer.from("bytes");
    for (;;) yield piece;
  },
  "large bytes": async function* () {
    const piece = Buffer.alloc(64 * 1024);
    for (;;) yield piece;
  },
  "empty pieces": async function* () {
    for (;;) yield "";
  },
};

for (const [what, source] of Object.entries(endless)) {
  test(`a stream of ${what} that are always ready starves no other client`, async (t) => {
    const server = await startHttpServer(t, (c) =>
      c.path === "/endless" ? c.stream(source()) : c.string("hello"),
    );
    const client = await server.connect();
    client.send(request("GET /endless"));
    await client.readUntil("\r\n\r\n");
    for (let n = 0; n < 5; n += 1) assert.equal((await server.ask(request("GET /"))).text, "hello");
    client.reset();
  });
}

test("bytes without number that the client takes at once starve no other client", async (t) => {
  const large = new Uint8Array(256 * 1024 * 1024);
  const server = await startHttpServer(t, (c) => (c.path === "/" ? c.string("hello") : c.bytes(large)));
  const client = await server.connect();
  let received = 0;
  const done = gate();
  client.socket.removeAllListeners("data").on("data", (chunk: Buffer) => {
    received += chunk.length;
    if (received > large.length) done.open();
  });
  client.send(request("GET /large"));
  assert.equal((await server.ask(request("GET /"))).text, "hello");
  assert.ok(received < large.length, "the other one was answered meanwhile");
  await done.promise;
});

test("many small pieces leave in a few writes, each in a chunk of its own", async (t) => {
  const pieces = 20_000;
  async function* lines() {
    for (let n = 0; n < pieces; n += 1) yield n % 2 === 0 ? "ab\n" : Buffer.from("\xff\n", "latin1");
  }
  const server = await startHttp1Server(t, (c) => c.stream(lines()));
  const client = await server.connect();
  let reads = 0;
  client.socket.on("data", () => {
    reads += 1;
  });
  client.send(request("GET /"));
  const all = await client.readUntil("0\r\n\r\n");
  const body = all.slice(all.indexOf("\r\n\r\n") + 4);
  assert.equal(body, `${"3\r\nab\n\r\n2\r\n\xff\n\r\n".repeat(pieces / 2)}0\r\n\r\n`);
  assert.ok(reads < pieces / 50, `${reads} reads for ${pieces} pieces`);
});

/** What a connection still holds between two requests: nothing of the last one. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Child } from "../support/child.ts";
import { rounds } from "../support/fake-clock.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttp1Server } from "../support/http-server.ts";
import { srcDir } from "../support/stage.ts";

const indexUrl = pathToFileURL(join(srcDir, "index.ts")).href;

test("an idle connection holds neither the body nor the answer of its last request", async (t) => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const held: WeakRef<object>[] = [];
  const server = await startHttp1Server(t, async (c) => {
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

/** Prints the heap that each of 1,000 idle connections holds, in bytes; `start` resolves with a port. */
const heapProgram = (start: string) => `
  import { connect } from "node:net";
  import { setFlagsFromString } from "node:v8";
  import { runInNewContext } from "node:vm";
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const port = await (${start})();
  const open = () => new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n"));
    socket.once("data", resolve).once("error", reject);
  });
  const heap = async (count) => {
    await Promise.all(Array.from({ length: count }, open));
    for (let n = 0; n < 3; n += 1) await new Promise((resolve) => setImmediate(resolve));
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = await heap(200);
  console.log(Math.round((await heap(1000) - before) / 1000));
  process.exit();`;

async function heapOfIdle(t: TestContext, start: string): Promise<number> {
  const { stdout, stderr } = await Child.code(t, heapProgram(start)).exited;
  assert.equal(stderr, "");
  return Number(stdout);
}

test("an idle connection holds little more heap than one of node:http, which has its parser outside of it", async (t) => {
  const mine = await heapOfIdle(
    t,
    `async () => {
      const { listen } = await import(${JSON.stringify(indexUrl)});
      const server = await listen("127.0.0.1:0", (c) => c.string("hello"));
      return server.address.port;
    }`,
  );
  const nodes = await heapOfIdle(
    t,
    `async () => {
      const { createServer } = await import("node:http");
      const server = createServer((_, answer) => answer.end("hello"));
      await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
      return server.address().port;
    }`,
  );
  // Both figures hold the client's socket too.
  assert.ok(mine < 1.25 * nodes, `${mine} bytes each, and ${nodes} with node:http`);
});

/** `run`, and what may go wrong: told in one line, and never by a handler's error. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Child } from "../support/child.ts";
import { request } from "../support/http-client.ts";
import { RawClient } from "../support/raw-client.ts";

const program = fileURLToPath(new URL("fixtures/failing-server.ts", import.meta.url));

test("no error of a handler ends the process, wherever it happens", async (t) => {
  const child = Child.run(t, program, { HOW: "handlers" });
  const [, port] = await child.printed(/listening on http:\/\/127\.0\.0\.1:(\d+)\n/);
  const ask = async (path: string) => {
    const client = await RawClient.connect({ host: "127.0.0.1", port: Number(port) }, { t });
    client.send(request(`GET ${path}`, { Connection: "close" }));
    return client;
  };
  for (const [path, status] of [
    ["/throws", 500],
    ["/rejects", 500],
    ["/bad-answer", 500],
    ["/bad-header", 500],
    ["/stream", 200],
  ] as const) {
    const client = await ask(path);
    await client.closed;
    assert.match(client.received, new RegExp(`^HTTP/1\\.1 ${status} `), path);
  }
  const gone = await ask("/late");
  // A reset that comes with the request looks to Node like the end of the client's side, which is no fault.
  await child.printed(/late has begun/);
  gone.reset();
  await gone.closed;
  assert.match(await (await ask("/")).readAll(), /alive$/);
  if (process.platform === "win32") return;
  child.kill("SIGTERM");
  const { code, stderr } = await child.exited;
  // Without a logger they are told on stderr, each with the place where it was made.
  for (const path of ["/throws", "/rejects", "/bad-answer", "/bad-header", "/late"])
    assert.match(
      stderr,
      new RegExp(`^error: handler failed method="GET" path="${path}": \\w*Error: .*\n +at `, "m"),
    );
  assert.match(stderr, /^error: response failed: Error: boom$/m);
  assert.equal(code, 0);
});

test("who wants no word on stderr asks for silence", async (t) => {
  if (process.platform === "win32") return t.skip("there are no signals here");
  const child = Child.run(t, program, { HOW: "silent" });
  const [, port] = await child.printed(/listening on http:\/\/127\.0\.0\.1:(\d+)\n/);
  const client = await RawClient.connect({ host: "127.0.0.1", port: Number(port) }, { t });
  client.send(request("GET /throws", { Connection: "close" }));
  assert.match(await client.readAll(), /^HTTP\/1\.1 500 /);
  child.kill("SIGTERM");
  const { code, stderr } = await child.exited;
  assert.deepEqual([code, stderr], [0, ""]);
});

test("a server that cannot accept any more says so in its last line and exits with 1", async (t) => {
  const child = Child.run(t, program, { HOW: "accept" });
  const { code, stderr, stdout } = await child.exited;
  assert.match(stdout, /^listening on 127\.0\.0\.1:\d+\n$/);
  assert.match(stderr, /^error: cannot accept connections any more; draining: Error: too many open files\n/m);
  assert.match(stderr, /\ncannot accept connections any more: too many open files\n$/);
  assert.equal(code, 1);
});

test("run prints where it listens: https with a certificate, the path of a Unix socket", async (t) => {
  const stageFile = new URL("../support/stage.ts", import.meta.url).href;
  const pem = (name: string) => fileURLToPath(new URL(`../support/tls/${name}.pem`, import.meta.url));
  const program = (address: string, tls: object | null) =>
    `const { ray } = await import(${JSON.stringify(stageFile)});
    await ray.run(${address}, () => "", { ...${JSON.stringify(tls === null ? {} : { tls })}, onListening: () => setImmediate(() => process.kill(process.pid, "SIGTERM")) });`;
  if (process.platform === "win32") return t.skip("there are no signals here");
  const secure = Child.code(t, program('"127.0.0.1:0"', { cert: pem("cert"), key: pem("key") }));
  assert.match((await secure.exited).stdout, /^listening on https:\/\/127\.0\.0\.1:\d+\n$/);
  const path = `/tmp/ray-${process.pid}.sock`;
  const unix = Child.code(t, program(JSON.stringify({ path }), null));
  assert.equal((await unix.exited).stdout, `listening on unix:${path}\n`);
  const wrong = Child.code(t, program('"127.0.0.1:0"', { cert: pem("cert"), key: pem("other-key") }));
  const { code, stderr } = await wrong.exited;
  assert.equal(
    stderr,
    "tls.key does not belong to tls.cert; use the key that the certificate was made for\n",
  );
  assert.equal(code, 1);
});

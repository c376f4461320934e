/** What a context knows of its connection and of its server. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { rounds } from "../support/fake-clock.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";
import { RawClient } from "../support/raw-client.ts";
import { inject, ray } from "../support/stage.ts";

test("remoteAddress is the client's end, scheme http, host what was asked for", async (t) => {
  const server = await startHttp1Server(t, (c) => [c.remoteAddress, c.scheme, c.host]);
  const client = await server.connect();
  client.send(request("GET /", { Host: "a.example:81" }));
  const { port } = client.socket.address() as { port: number };
  assert.deepEqual(JSON.parse((await readAnswer(client)).text), [
    { host: "127.0.0.1", port: client.socket.localPort ?? port },
    "http",
    "a.example:81",
  ]);
});

test('a 1.0 request without Host has the host ""', async (t) => {
  const server = await startHttpServer(t, (c) => JSON.stringify(c.host));
  assert.equal((await server.ask("GET / HTTP/1.0\r\n\r\n")).text, '""');
});

test("over a Unix socket the connection's scheme is unix, the request's http", async (t) => {
  if (process.platform === "win32") return t.skip("no Unix sockets");
  const folder = mkdtempSync(join(tmpdir(), "ray-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "app.sock");
  const server = await ray.listen({ path }, (c) => `${c.req.peer.scheme} ${c.scheme}`);
  const client = await RawClient.connect({ path }, { t });
  client.send(request("GET /"));
  assert.equal((await readAnswer(client)).text, "unix http");
  client.end();
  await server.shutdown();
});

test("isDraining is false until the shutdown begins, and true from its first moment on", async (t) => {
  const server = await startHttpServer(t, (c) => c.isDraining, { limits: { drainGraceMs: 1_000 } });
  const client = await server.connect();
  client.send(request("GET /"));
  assert.equal((await readAnswer(client)).text, "false");
  await rounds(3);
  const draining = server.server.shutdown();
  client.send(request("GET /"));
  assert.equal((await readAnswer(client)).text, "true");
  await draining;
});

test("a context that came through no server is of none that drains", async () => {
  const { json } = await inject((c) => [c.isDraining, c.scheme, c.host, c.remoteAddress], "/");
  assert.deepEqual(json(), [false, "http", "test", { path: "test" }]);
});

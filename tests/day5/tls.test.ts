/** HTTPS: the same server behind TLS, its deadlines over the handshake, and certificates that cannot be used. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import { type TestContext, test } from "node:test";
import { connect, type TLSSocket } from "node:tls";
import { fileURLToPath } from "node:url";
import type { TlsOptions } from "../../day5/src/net.ts";
import { FakeClock, rounds } from "../support/fake-clock.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { RawClient } from "../support/raw-client.ts";
import { ray } from "../support/stage.ts";

const file = (name: string) => fileURLToPath(new URL(`../support/tls/${name}.pem`, import.meta.url));
const [cert, key] = [file("cert"), file("key")];
const ca = readFileSync(cert);

async function start(t: TestContext, tls: TlsOptions = { cert, key }) {
  const clock = new FakeClock();
  const router = new ray.Router()
    .get("/", (c) => c.json([c.scheme, c.req.peer.scheme]))
    .get("/big", (c) => c.bytes(Buffer.alloc(8 * 1024 * 1024, "tls ")))
    .post("/echo", async (c) => c.bytes(await c.req.bytes()));
  const reactor = new ray.LoopReactor({ clock });
  const server = await ray.listen("127.0.0.1:0", router, { tls, reactor, limits: { headTimeoutMs: 100 } });
  t.after(() => clock.passUntil(server.shutdown({ deadlineMs: 0 }), "the stop of the server"));
  const { port } = server.address as { port: number };
  return { server, clock, port };
}

/** One request of Node's own client. */
async function ask(port: number, path: string, body: Buffer | null = null): Promise<Buffer> {
  const asked = httpsRequest({
    host: "127.0.0.1",
    port,
    path,
    method: body ? "POST" : "GET",
    ca,
    agent: false,
  });
  asked.end(body ?? undefined);
  const [answer] = await once(asked, "response");
  assert.equal(answer.statusCode, 200);
  return Buffer.concat(await answer.toArray());
}

async function secureClient(t: TestContext, port: number): Promise<TLSSocket> {
  const socket = connect({ host: "127.0.0.1", port, ca, ALPNProtocols: ["http/1.1"] });
  t.after(() => socket.destroy());
  await once(socket, "secureConnect");
  return socket;
}

test("a handler sees https; answers and bodies of any size go both ways", async (t) => {
  const { port } = await start(t);
  assert.deepEqual(JSON.parse(String(await ask(port, "/"))), ["https", "tls"]);
  assert.deepEqual(await ask(port, "/big"), Buffer.alloc(8 * 1024 * 1024, "tls "));
  const body = Buffer.alloc(500_000, "body ");
  assert.deepEqual(await ask(port, "/echo", body), body);
});

test("certificate and key may be PEM text too", async (t) => {
  const { port } = await start(t, { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") });
  assert.equal((await ask(port, "/")).length > 0, true);
});

test("a key may be encrypted", async (t) => {
  const { port } = await start(t, { cert, key: file("encrypted-key"), passphrase: "open sesame" });
  assert.equal((await ask(port, "/")).length > 0, true);
});

test("keep-alive, ALPN http/1.1, and a drain that sends an idle client away in good order", async (t) => {
  const { server, port } = await start(t);
  const client = await secureClient(t, port);
  assert.equal(client.alpnProtocol, "http/1.1");
  for (let n = 0; n < 3; n += 1) {
    client.write(request("GET /"));
    const [answer] = await once(client, "data");
    assert.match(String(answer), /^HTTP\/1\.1 200 OK\r\n[\s\S]*\["https","tls"\]$/);
  }
  const ended = once(client, "end");
  assert.deepEqual(await Promise.all([server.shutdown(), ended.then(() => "end")]), [
    { finished: 1, forced: 0 },
    "end",
  ]);
});

test("who connects and never shakes hands is gone when a head would be due", async (t) => {
  const { port, clock } = await start(t);
  for (const bytes of ["", "\x16\x03\x01\x02"]) {
    const client = await RawClient.connect({ host: "127.0.0.1", port }, { t });
    client.send(bytes);
    await rounds(4);
    await clock.pass(99);
    assert.equal(client.isClosed, false);
    await clock.pass(1);
    await clock.pass(2_000);
    await client.closed;
  }
});

test("who speaks plain HTTP to it is told so in plain HTTP, and disturbs nobody", async (t) => {
  const { port } = await start(t);
  for (const ask of [request("GET /"), request("POST /echo", {}, "x".repeat(100_000))]) {
    const client = await RawClient.connect({ host: "127.0.0.1", port }, { t });
    client.send(ask);
    const answer = await readAnswer(client);
    assert.deepEqual([answer.status, answer.field("connection")], [400, "close"]);
    assert.match(answer.text, /use https:\/\//);
    await client.closed;
  }
  assert.equal((await ask(port, "/")).length > 0, true);
});

for (const [what, tls, message] of [
  [
    "a key of another certificate",
    { cert, key: file("other-key") },
    /^tls\.key does not belong to tls\.cert; use/,
  ],
  [
    "a file that is not there",
    { cert: "nowhere.pem", key },
    /^tls\.cert: cannot read "nowhere\.pem" \(ENOENT\); give/,
  ],
  ["a certificate that is none", { cert: key, key }, /^tls\.cert is not a certificate in PEM form/],
  [
    "a key whose passphrase is another one",
    { cert, key: file("encrypted-key"), passphrase: "sesame" },
    /passphrase is not the one it is encrypted with/,
  ],
  ["a key that is none", { cert, key: cert }, /^tls\.key is not a private key in PEM form/],
] as const) {
  test(`${what} is one clear line, before anything is bound`, async () => {
    const failed = ray.listen("127.0.0.1:0", () => "x", { tls });
    await assert.rejects(failed, (error: Error) => {
      assert.equal(error.name, "CertificateError");
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /\n/);
      return true;
    });
  });
}

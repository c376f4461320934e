/** Certificates: several by name, new ones without a restart, those of clients; and the door on port 80. */

import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect as connectHttp2 } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import { fileURLToPath } from "node:url";
import type { TlsOptions } from "../../day5/src/net.ts";
import { Child } from "../support/child.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";
import { LogBook } from "../support/log-book.ts";
import { load, ray } from "../support/stage.ts";
import { within } from "../support/within.ts";

const file = (name: string) => fileURLToPath(new URL(`../support/tls/${name}.pem`, import.meta.url));
const text = (name: string) => readFileSync(file(name), "utf8");
const localhost = { cert: file("cert"), key: file("key") };
const named = { cert: file("named-cert"), key: file("named-key") };
const ca = ["cert", "named-cert", "renewed-cert"].map(text);

async function start(t: TestContext, tls: TlsOptions = localhost) {
  const log = new LogBook();
  const app = new ray.Router()
    .get("/", (c) => c.string(ray.peerCertificate(c)?.subject ?? "unknown"))
    .get("/slow", async (c) => c.stream(slow(c.signal)));
  const server = await ray.listen("127.0.0.1:0", app, { tls, logger: log });
  t.after(() => server.shutdown({ deadlineMs: 0 }));
  return { server, log, port: (server.address as { port: number }).port };
}

async function* slow(signal: AbortSignal) {
  yield "begun";
  if (!signal.aborted) await once(signal, "abort");
}

/** Errors: what TLS or the server says. */
async function secured(t: TestContext, port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = connect({ host: "127.0.0.1", port, ca, servername: "localhost", ...options });
  t.after(() => socket.destroy());
  // A refusal may come behind the handshake: then it is an event of a socket that was ready.
  socket.on("error", () => {});
  await within(once(socket, "secureConnect"), "the handshake");
  return socket;
}

/** The text of `GET /`; an error where the server has hung up. */
async function ask(socket: TLSSocket): Promise<string> {
  socket.write(request("GET /"));
  const bytes = await within(
    Promise.race([once(socket, "data"), once(socket, "close")]).then(
      ([news]) => (Buffer.isBuffer(news) ? news : "closed"),
      () => "closed",
    ),
    "an answer",
  );
  return String(bytes).split("\r\n\r\n").at(-1) as string;
}

const shown = (socket: TLSSocket) => socket.getPeerX509Certificate()?.subject;
const serial = (name: string) => new X509Certificate(text(name)).serialNumber;

test("a client gets the certificate of the name that it asks for, and the first one for any other", async (t) => {
  const { port } = await start(t, { ...localhost, others: [named] });
  assert.equal(shown(await secured(t, port, { servername: "named.test" })), "CN=named.test");
  assert.equal(shown(await secured(t, port, { servername: "www.named.test" })), "CN=named.test");
  assert.equal(shown(await secured(t, port, { servername: "localhost" })), "CN=localhost");
  const unknown = await secured(t, port, { servername: "else.test", checkServerIdentity: () => undefined });
  assert.equal(shown(unknown), "CN=localhost");
  assert.equal(await ask(unknown), "unknown");
});

test("a mistake in another certificate says in which", async () => {
  const others = [named, { cert: file("named-cert"), key: file("key") }];
  await assert.rejects(
    ray.listen("127.0.0.1:0", () => "x", { tls: { ...localhost, others } }),
    {
      name: "CertificateError",
      message: /^tls\.others\[1\]\.key does not belong to tls\.others\[1\]\.cert;/,
    },
  );
});

test("TLS 1.2 and 1.3 are spoken, and nothing older", async (t) => {
  const { port } = await start(t);
  for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
    const socket = await secured(t, port, { minVersion: version, maxVersion: version });
    assert.equal(socket.getProtocol(), version);
  }
  const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
  await assert.rejects(secured(t, port, old), /alert protocol version|unsupported protocol/);
});

test("new certificates without a restart: who is there stays, who comes gets the new one", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "ray-tls-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const paths = { cert: join(folder, "cert.pem"), key: join(folder, "key.pem") };
  const put = (prefix: string) => {
    copyFileSync(file(`${prefix}cert`), paths.cert);
    copyFileSync(file(`${prefix}key`), paths.key);
  };
  put("");
  const { port, server, log } = await start(t, paths);
  const before = await secured(t, port);
  assert.equal(before.getPeerX509Certificate()?.serialNumber, serial("cert"));
  put("renewed-");
  server.reloadCertificates();
  assert.equal((await secured(t, port)).getPeerX509Certificate()?.serialNumber, serial("renewed-cert"));
  assert.equal(await ask(before), "unknown", "the connection of before goes on");
  assert.ok(log.messages("info").includes("certificates reloaded"));
  copyFileSync(file("other-key"), paths.key);
  assert.throws(() => server.reloadCertificates(), { name: "CertificateError" });
  assert.equal((await secured(t, port)).getPeerX509Certificate()?.serialNumber, serial("renewed-cert"));
  server.reloadCertificates(localhost);
  assert.equal((await secured(t, port)).getPeerX509Certificate()?.serialNumber, serial("cert"));
});

for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
  test(`a ticket of before a reload is still good: ${version}`, async (t) => {
    const { port, server } = await start(t);
    const options = { minVersion: version, maxVersion: version };
    const first = connect({ host: "127.0.0.1", port, ca, servername: "localhost", ...options });
    t.after(() => first.destroy());
    const given = once(first, "session");
    await once(first, "secureConnect");
    assert.equal(first.isSessionReused(), false);
    await ask(first);
    const [session] = await within(given, "a ticket");
    server.reloadCertificates({ cert: file("renewed-cert"), key: file("renewed-key") });
    const second = await secured(t, port, { ...options, session });
    assert.equal(second.isSessionReused(), true);
    assert.equal(await ask(second), "unknown");
  });
}

test("two servers that are given the same ticket keys know each other's clients; a reload may bring others", async (t) => {
  const tls = { ...localhost, ticketKeys: Buffer.alloc(48, 1) };
  const [one, two, stranger] = [await start(t, tls), await start(t, tls), await start(t)];
  const first = connect({ host: "127.0.0.1", port: one.port, ca, servername: "localhost" });
  t.after(() => first.destroy());
  const given = once(first, "session");
  await ask(first);
  const [session] = await within(given, "a ticket");
  const isKnown = async (port: number) => (await secured(t, port, { session })).isSessionReused();
  assert.deepEqual([await isKnown(two.port), await isKnown(stranger.port)], [true, false]);
  two.server.reloadCertificates({ ...localhost, ticketKeys: Buffer.alloc(48, 2) });
  assert.equal(await isKnown(two.port), false);
  two.server.reloadCertificates(tls);
  two.server.reloadCertificates(localhost);
  assert.equal(await isKnown(two.port), true, "a reload that says nothing of them leaves them as they are");
});

test("ticket keys of another size are refused, and not shown", async () => {
  for (const ticketKeys of [Buffer.from("secret"), "secret" as unknown as Buffer])
    await assert.rejects(ray.bind("127.0.0.1:0", { tls: { ...localhost, ticketKeys } }), (error: Error) => {
      assert.equal(error.name, "CertificateError");
      assert.match(error.message, /tls\.ticketKeys must be 48 bytes/);
      return !error.message.includes("secret");
    });
});

test("a server without TLS has no certificates to reload", async (t) => {
  const { server } = await startHttp1Server(t, () => "x");
  assert.throws(() => server.reloadCertificates(), /does not speak TLS/);
});

test("HTTP beside HTTPS under one server: the certificates of both are reloaded", async (t) => {
  const [plain, tls] = [await ray.bind("127.0.0.1:0"), await ray.bind("127.0.0.1:0", { tls: localhost })];
  const server = await ray.listen(ray.combine(plain, tls), () => "x");
  t.after(() => server.shutdown({ deadlineMs: 0 }));
  server.reloadCertificates({ cert: file("renewed-cert"), key: file("renewed-key") });
  const { port } = tls.address as { port: number };
  assert.equal((await secured(t, port)).getPeerX509Certificate()?.serialNumber, serial("renewed-cert"));
});

const ann = { cert: text("client-cert"), key: text("client-key") };
const rogue = { cert: text("rogue-cert"), key: text("rogue-key") };

test("a client shows who it is by its certificate, and comes back with a ticket as the same", async (t) => {
  const { port } = await start(t, { ...localhost, clientCa: file("client-ca") });
  const first = connect({ host: "127.0.0.1", port, ca, servername: "localhost", ...ann });
  t.after(() => first.destroy());
  const given = once(first, "session");
  assert.equal(await ask(first), "CN=ann");
  const [session] = await within(given, "a ticket");
  const second = await secured(t, port, { ...ann, session });
  assert.deepEqual([second.isSessionReused(), await ask(second)], [true, "CN=ann"]);
});

test("over HTTP/2 each stream knows the certificate of its connection", async (t) => {
  const { port } = await start(t, { ...localhost, clientCa: file("client-ca") });
  const session = connectHttp2(`https://127.0.0.1:${port}`, { ca, servername: "localhost", ...ann });
  t.after(() => session.destroy());
  for (let n = 0; n < 2; n += 1) {
    const asked = session.request({ ":path": "/" });
    assert.equal(Buffer.concat(await asked.toArray()).toString(), "CN=ann");
  }
});

test("a client without a certificate, or with one that others have signed, is not served", async (t) => {
  const { port } = await start(t, { ...localhost, clientCa: text("client-ca") });
  for (const shows of [{}, rogue]) {
    // With TLS 1.3 the client is done before the server has looked.
    const outcome = secured(t, port, shows).then(ask, () => "closed");
    assert.equal(await outcome, "closed");
  }
});

test("where a certificate is optional, none is nobody, a good one is somebody, a bad one is refused", async (t) => {
  const { port, log } = await start(t, {
    ...localhost,
    clientCa: file("client-ca"),
    clientCertificate: "optional",
  });
  assert.equal(await ask(await secured(t, port)), "unknown");
  assert.equal(await ask(await secured(t, port, ann)), "CN=ann");
  const bad = await secured(t, port, rogue);
  assert.equal(await ask(bad), "closed");
  assert.deepEqual(log.messages("warn"), []);
});

test("a SIGHUP makes run read the certificates anew, and a mistake in them is one line", async (t) => {
  if (process.platform === "win32") return t.skip("there are no signals here");
  const folder = mkdtempSync(join(tmpdir(), "ray-tls-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const paths = { CERT: join(folder, "cert.pem"), KEY: join(folder, "key.pem") };
  const put = (cert: string, key: string) => {
    copyFileSync(file(cert), paths.CERT);
    copyFileSync(file(key), paths.KEY);
  };
  put("cert", "key");
  const child = Child.run(t, fileURLToPath(new URL("fixtures/tls-server.ts", import.meta.url)), paths);
  const [, port] = await child.printed(/listening on https:\/\/127\.0\.0\.1:(\d+)\n/);
  put("renewed-cert", "renewed-key");
  child.kill("SIGHUP");
  await child.printed(/certificates reloaded/);
  const socket = await secured(t, Number(port));
  assert.equal(socket.getPeerX509Certificate()?.serialNumber, serial("renewed-cert"));
  put("cert", "other-key");
  child.kill("SIGHUP");
  await child.printed(/certificates not reloaded; the old ones stay in use/);
  assert.equal(await ask(socket), "hello");
  child.kill("SIGTERM");
  assert.equal((await child.exited).code, 0);
});

test("port 80 sends to the same path on HTTPS, and never to a host that is not served", async (t) => {
  const { redirectToHttps } =
    await load<typeof import("../../day5/src/middleware/index.ts")>("middleware/index.ts");
  const app = redirectToHttps({ hosts: ["Example.org", "www.example.org"] });
  const server = await startHttpServer(t, app);
  for (const [line, host, status, to] of [
    ["GET /a%20b?x=1&y=%2F", "example.org", 308, "https://example.org/a%20b?x=1&y=%2F"],
    ["POST /form", "WWW.example.org:80", 308, "https://www.example.org/form"],
    ["OPTIONS *", "example.org", 308, "https://example.org/"],
    ["GET //evil.example/x", "example.org", 308, "https://example.org//evil.example/x"],
    ["GET /", "evil.example", 421, null],
    ["GET http://evil.example/", "example.org", 421, null],
    ["GET /", "example.org.evil.example", 421, null],
  ] as const) {
    const answer = await server.ask(`${line} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    assert.deepEqual([answer.status, answer.field("location")], [status, to], `${line} of ${host}`);
  }
  const other = await startHttpServer(t, redirectToHttps({ hosts: ["localhost"], port: 3443 }));
  const client = await other.connect();
  client.send("GET /x HTTP/1.1\r\nHost: localhost:3080\r\n\r\n");
  assert.equal((await readAnswer(client)).field("location"), "https://localhost:3443/x");
  assert.throws(() => redirectToHttps({ hosts: [] }), TypeError);
  assert.throws(() => redirectToHttps({ hosts: ["a"], port: 0 }), RangeError);
});

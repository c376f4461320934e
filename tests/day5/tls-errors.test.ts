/** TLS that breaks after the handshake, and certificates that OpenSSL refuses: a reason, and no stack trace. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect as connectTcp, createServer, type Socket } from "node:net";
import { test } from "node:test";
import { connect } from "node:tls";
import { fileURLToPath } from "node:url";
import { LogBook } from "../support/log-book.ts";
import { ray } from "../support/stage.ts";

const text = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../support/tls/${name}.pem`, import.meta.url)), "utf8");
const [cert, key] = [text("cert"), text("key")];

for (const when of ["between two requests", "inside a request"] as const) {
  test(`a record that is spoilt ${when} ends the connection, and the log says why`, async (t) => {
    const log = new LogBook();
    const server = await ray.listen("127.0.0.1:0", (c) => c.string("fine"), {
      tls: { cert, key },
      logger: log,
    });
    t.after(() => server.shutdown({ deadlineMs: 0 }));
    const { port } = server.address as { port: number };
    // Somebody between the two, who can add to what the client says.
    let toServer: Socket | null = null;
    const between = createServer((socket) => {
      const up = connectTcp(port, "127.0.0.1");
      toServer = up;
      up.on("error", () => socket.destroy());
      socket.on("error", () => up.destroy());
      socket.pipe(up).pipe(socket);
    }).listen(0, "127.0.0.1");
    await once(between, "listening");
    t.after(() => between.close());
    const client = connect({
      host: "127.0.0.1",
      port: (between.address() as { port: number }).port,
      ca: cert,
    });
    t.after(() => client.destroy());
    client.on("error", () => {});
    await once(client, "secureConnect");
    client.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await once(client, "data");
    if (when === "inside a request") await new Promise((resolve) => client.write("GET / HT", resolve));
    const closed = new Promise((resolve) => client.once("close", resolve));
    (toServer as unknown as Socket).write(Buffer.from("170303002000000000000000000000", "hex"));
    (toServer as unknown as Socket).write(Buffer.alloc(64));
    await closed;
    while (!log.messages("debug").some((line) => line.startsWith("the connection broke: "))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const line = log.messages("debug").find((told) => told.startsWith("the connection broke: "));
    assert.match(line ?? "", /^the connection broke: [\w ]+$/);
  });
}

const body = cert.replace(/-----(BEGIN|END) CERTIFICATE-----\n/g, "");
const junk = "-----BEGIN CERTIFICATE-----\nnot base64 at all!\n-----END CERTIFICATE-----\n";
const refused: [string, { cert?: unknown; key?: unknown; passphrase?: string }, RegExp][] = [
  [
    "a key of 512 bits",
    { cert: text("small-cert"), key: text("small-key") },
    /^tls\.cert and tls\.key cannot be used: ee key too small; have a certificate made/,
  ],
  [
    "junk behind the certificate",
    { cert: cert + junk, key },
    /^tls\.cert: part 2 of the chain is cut off or/,
  ],
  [
    "a chain that is cut",
    { cert: `${cert}-----BEGIN CERTIFICATE-----\n${body.slice(0, 200)}`, key },
    /^tls\.cert: part 2 of the chain is cut off or no certificate/,
  ],
  ["a key in the place of the chain", { cert: cert + key, key }, /^tls\.cert: part 2 of the chain/],
  [
    "a certificate that is cut",
    { cert: cert.slice(0, 300), key },
    /^tls\.cert is not a certificate in PEM form/,
  ],
  ["a key that is cut", { cert, key: key.slice(0, 100) }, /^tls\.key is not a private key in PEM form/],
  [
    "an encrypted key without its passphrase",
    { cert, key: text("encrypted-key") },
    /^tls\.key is not a private/,
  ],
  ["no certificate", { key }, /^tls\.cert is missing; give PEM text, or the path of a PEM file$/],
  ["no key", { cert }, /^tls\.key is missing/],
  ["an empty path", { cert: "", key }, /^tls\.cert is missing/],
  ["a folder", { cert: "/", key }, /^tls\.cert: cannot read "\/" \(EISDIR\)/],
];

for (const [what, tls, message] of refused) {
  test(`${what}: one sentence, before anything is bound`, async () => {
    await assert.rejects(
      ray.listen("127.0.0.1:0", () => "x", { tls: tls as never }),
      (error: Error) => {
        assert.equal(error.name, "CertificateError");
        assert.match(error.message, message);
        assert.doesNotMatch(error.message, /\n/);
        return true;
      },
    );
  });
}

test("a chain of several certificates, with remarks between them, is taken", async () => {
  const chain = `subject=CN = localhost\n${cert}issuer\n${cert}`;
  const server = await ray.listen("127.0.0.1:0", () => "x", { tls: { cert: chain, key } });
  await server.shutdown();
});

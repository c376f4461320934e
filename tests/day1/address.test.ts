/** Addresses: what is read, how it is written, and the one sentence for each mistake. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { AddressError } from "../../day5/src/net.ts";
import { RawClient } from "../support/raw-client.ts";
import { ray } from "../support/stage.ts";

const good: [string, string, number][] = [
  ["127.0.0.1:3000", "127.0.0.1", 3000],
  ["localhost:0", "localhost", 0],
  ["0.0.0.0:65535", "0.0.0.0", 65_535],
  ["[::1]:8080", "::1", 8080],
  ["::1:8080", "::1", 8080],
  ["example.test:00080", "example.test", 80],
];

for (const [text, host, port] of good) {
  test(`"${text}" is host ${host} and port ${port}`, () => {
    assert.deepEqual(ray.parseAddress(text), { host, port });
  });
}

const bad: [string, RegExp][] = [
  ["3000", /^address "3000" has no port; write it as host:port$/],
  ["", /^address "" has no port; write it as host:port$/],
  [":3000", /^address ":3000" has no host; write it as host:port$/],
  ["[]:3000", /^address "\[\]:3000" has no host/],
  ["localhost:", /^port "" is not a number from 0 to 65535; set another PORT$/],
  ["localhost:abc", /^port "abc" is not a number/],
  ["localhost:70000", /^port "70000" is not a number from 0 to 65535/],
  ["localhost:65536", /^port "65536"/],
  ["localhost:-1", /^port "-1"/],
  ["localhost:1e3", /^port "1e3"/],
  ["localhost:80 ", /^port "80 "/],
  ["localhost:0x50", /^port "0x50"/],
  ["localhost:000080", /^port "000080"/],
];

for (const [text, message] of bad) {
  test(`"${text}" is refused in one sentence`, () => {
    assert.throws(() => ray.parseAddress(text), { name: "AddressError", code: "EINVAL", message });
  });
}

test("addresses given as objects are checked too", () => {
  assert.deepEqual(ray.parseAddress({ host: "h", port: 1 }), { host: "h", port: 1 });
  assert.deepEqual(ray.parseAddress({ path: "/tmp/x.sock" }), { path: "/tmp/x.sock" });
  for (const port of [-1, 1.5, 65_536, Number.NaN]) {
    assert.throws(() => ray.parseAddress({ host: "h", port }), { code: "EINVAL" });
  }
});

test("addresses are written as people write them", () => {
  assert.equal(ray.formatAddress({ host: "127.0.0.1", port: 3000 }), "127.0.0.1:3000");
  assert.equal(ray.formatAddress({ host: "::1", port: 3000 }), "[::1]:3000");
  assert.equal(ray.formatAddress({ path: "/run/app.sock" }), "unix:/run/app.sock");
});

const tcp = { host: "127.0.0.1", port: 80 };
const unix = { path: "/nowhere/app.sock" };
const advice: [string, typeof tcp | typeof unix, RegExp][] = [
  [
    "EADDRINUSE",
    tcp,
    /^cannot listen on 127\.0\.0\.1:80: another program uses this port; stop it or set another PORT$/,
  ],
  [
    "EADDRINUSE",
    unix,
    /^cannot listen on unix:\/nowhere\/app\.sock: this path is taken; stop the server that listens there/,
  ],
  ["EACCES", tcp, /no permission; ports below 1024 need rights, so choose a higher one$/],
  ["EADDRNOTAVAIL", tcp, /this machine has no such address; use 127\.0\.0\.1 or 0\.0\.0\.0 as HOST$/],
  ["ENOTFOUND", tcp, /no such host name; check HOST$/],
  ["EAI_AGAIN", tcp, /the host name could not be looked up; check HOST$/],
  ["ENOENT", unix, /the folder of the socket does not exist; create it first$/],
  ["ESOMETHING", tcp, /^cannot listen on 127\.0\.0\.1:80: the system's own words$/],
];

for (const [code, address, message] of advice) {
  test(`${code} on ${"path" in address ? "a Unix socket" : "a port"} is answered with how to mend it`, () => {
    const cause = Object.assign(new Error("the system's own words"), { code });
    const error = ray.AddressError.from(cause, address, ray.formatAddress(address));
    assert.equal(error.code, code);
    assert.equal(error.cause, cause);
    assert.match(error.message, message);
  });
}

test("an error without a code is passed on too", () => {
  assert.equal(ray.AddressError.from(new Error("odd"), tcp, "there").code, "EUNKNOWN");
});

test("a port in use is an AddressError that says so", async (t) => {
  const first = await ray.TcpListener.bind("127.0.0.1:0");
  t.after(() => first.close());
  await assert.rejects(ray.TcpListener.bind(first.address), (error: AddressError) => {
    assert.ok(error instanceof ray.AddressError);
    assert.equal(error.code, "EADDRINUSE");
    assert.equal(error.message.includes(ray.formatAddress(first.address)), true);
    assert.equal(error.message.includes("\n"), false);
    return true;
  });
});

test("a malformed address and a foreign one are refused by bind, before and by the system", async () => {
  await assert.rejects(ray.TcpListener.bind("nowhere"), { code: "EINVAL" });
  // 192.0.2.0/24 is for documentation (RFC 5737): no machine has it.
  await assert.rejects(ray.TcpListener.bind("192.0.2.1:0"), { code: "EADDRNOTAVAIL" });
});

function socketFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "ray-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("a Unix socket carries a connection like a port, and both ends know its path", async (t) => {
  if (process.platform === "win32") return t.skip("no Unix sockets");
  const path = join(socketFolder(t), "app.sock");
  const listener = await ray.TcpListener.bind({ path });
  assert.deepEqual(listener.address, { path });
  const accepted = listener.accept();
  const client = await RawClient.connect({ path }, { t });
  const conn = await accepted;
  assert.ok(conn);
  assert.deepEqual([conn.localAddress, conn.remoteAddress], [{ path }, { path }]);
  conn.write("hello");
  const closed = conn.close();
  assert.equal(await client.readAll(), "hello");
  await closed;
  t.after(() => listener.close());
  await assert.rejects(ray.TcpListener.bind({ path }), {
    code: "EADDRINUSE",
    message: /this path is taken; stop the server that listens there/,
  });
  await listener.close();
  await assert.rejects(RawClient.connect({ path }), { code: "ENOENT" });
});

test("a Unix socket in a folder that is not there says so", async (t) => {
  if (process.platform === "win32") return t.skip("no Unix sockets");
  const path = join(socketFolder(t), "missing", "app.sock");
  await assert.rejects(ray.TcpListener.bind({ path }), {
    code: /ENOENT|EACCES/,
    message: /folder|permission/,
  });
});

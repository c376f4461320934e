/** Addresses that cannot be: each is one sentence about what is wrong, before anything is opened. */

import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ray } from "../support/stage.ts";

const malformed: [unknown, RegExp][] = [
  [{ path: "" }, /^a Unix socket needs a path; write it as \{ path: "\/run\/app\.sock" \}$/],
  [{ path: undefined }, /^a Unix socket needs a path/],
  [{ path: 7 }, /^a Unix socket needs a path/],
  ["unix:/run/app.sock", /^address "unix:\/run\/app\.sock" looks like a Unix socket; write it as \{ path: /],
  ["/run/app.sock", /looks like a Unix socket; write it as \{ path: /],
  ["./app.sock", /looks like a Unix socket/],
  [null, /^"null" is no address; write "host:port", \{ host, port \} or \{ path \}$/],
  [undefined, /^"undefined" is no address/],
  [3000, /^"3000" is no address/],
  [{}, /^host "undefined" is neither a name nor an IP address; use 127\.0\.0\.1 or 0\.0\.0\.0 as HOST$/],
  // Node would listen on all addresses of the machine.
  [{ host: "", port: 80 }, /^host "" is neither a name/],
  [{ host: null, port: 80 }, /^host "null" is neither a name/],
  [{ host: 127, port: 80 }, /^host "127" is neither a name/],
  [{ host: ["127.0.0.1"], port: 80 }, /^host of this kind is neither a name/],
  [{ host: "[::1]", port: 80 }, /^host "\[::1\]" is neither a name/],
  [{ host: "127.0.0.1\0.evil", port: 80 }, /^host "127\.0\.0\.1\\u0000\.evil" is neither a name/],
  ["http://localhost:3000", /^host "http:\/\/localhost" is neither a name/],
  [" localhost:3000", /^host " localhost" is neither a name/],
  ["a b:80", /^host "a b" is neither a name/],
  [{ host: "h" }, /^port "undefined" is not a number from 0 to 65535; set another PORT$/],
  [{ host: "h", port: null }, /^port "null" is not a number/],
  [{ host: "h", port: [80] }, /^port of this kind is not a number/],
  [{ host: "h", port: true }, /^port "true" is not a number/],
  [{ host: "h", port: Number.POSITIVE_INFINITY }, /^port "Infinity" is not a number/],
];

for (const [address, message] of malformed) {
  const shown = typeof address === "string" ? address : (JSON.stringify(address) ?? "undefined");
  test(`the address ${shown} is refused in one sentence, before anything is opened`, async () => {
    assert.throws(() => ray.parseAddress(address as string), {
      name: "AddressError",
      code: "EINVAL",
      message,
    });
    await assert.rejects(ray.TcpListener.bind(address as string), { name: "AddressError", message });
  });
}

test("no permission for a port from 1024 on does not speak of the ports below, and a socket not of ports", () => {
  const cause = Object.assign(new Error("listen EACCES"), { code: "EACCES" });
  const tcp = ray.AddressError.from(cause, { host: "127.0.0.1", port: 3000 }, "127.0.0.1:3000");
  assert.match(tcp.message, /no permission to use this port; set another PORT$/);
  const unix = ray.AddressError.from(cause, { path: "/run/app.sock" }, "unix:/run/app.sock");
  assert.match(unix.message, /no permission to make a socket in this folder/);
});

test("a path that is taken, or whose folder is missing, is one sentence that says how to mend it", {
  skip: process.platform === "win32" ? "no Unix sockets" : false,
}, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "r-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "app.sock");
  const listener = await ray.TcpListener.bind({ path });
  assert.ok(existsSync(path));
  await assert.rejects(ray.TcpListener.bind({ path }), {
    name: "AddressError",
    code: "EADDRINUSE",
    message: /this path is taken; stop the server that listens there, or remove what a dead one has left/,
  });
  await listener.close();
  await assert.rejects(ray.TcpListener.bind({ path: join(folder, "missing", "app.sock") }), {
    name: "AddressError",
    message: /no such folder|does not exist/,
  });
});

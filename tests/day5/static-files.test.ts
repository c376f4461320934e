/** A folder on the wire: what is in it can be had, in any part and under any condition, and nothing else. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { startHttpServer } from "../support/http-server.ts";
import { load, ray } from "../support/stage.ts";

const { sendFile, staticFiles } =
  await load<typeof import("../../day5/src/static/index.ts")>("static/index.ts");

const LARGE = Buffer.from(Array.from({ length: 300_000 }, (_, i) => i % 251));
const MODIFIED = new Date(Date.UTC(2026, 0, 2));

function makeSite(t: TestContext): string {
  const base = mkdtempSync(join(tmpdir(), "ray-static-"));
  t.after(() => rmSync(base, { recursive: true, force: true }));
  const root = join(base, "root");
  mkdirSync(join(root, "docs", "empty"), { recursive: true });
  mkdirSync(join(root, ".git"));
  const put = (name: string, content: string | Buffer) => {
    writeFileSync(join(root, name), content);
    utimesSync(join(root, name), MODIFIED, MODIFIED);
  };
  put("a.txt", "0123456789");
  put("empty.txt", "");
  put("a b é.txt", "blank");
  put("index.html", "<p>home</p>");
  put("docs/index.html", "<p>docs</p>");
  put("app.js", "let a;");
  put("app.js.br", "BROTLI");
  put("app.js.gz", "GZIP");
  put("large.bin", LARGE);
  put(".git/config", "secret");
  writeFileSync(join(base, "outside.txt"), "secret");
  return root;
}

async function serve(t: TestContext, options: object = {}) {
  const root = makeSite(t);
  const router = new ray.Router().nest("/s", staticFiles(root, options));
  const server = await startHttpServer(t, router);
  const ask = (path: string, fields: Record<string, string> = {}, method = "GET") => {
    const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
    return server.ask(`${method} /s${path} HTTP/1.1\r\nHost: x\r\n${lines.join("")}\r\n`, method);
  };
  return { root, server, ask };
}

test("a file comes whole, with its type, length, date, tag and how long it may be kept", async (t) => {
  const { ask } = await serve(t);
  const answer = await ask("/a.txt");
  assert.equal(answer.status, 200);
  assert.equal(answer.text, "0123456789");
  assert.equal(answer.field("content-type"), "text/plain; charset=utf-8");
  assert.equal(answer.field("content-length"), "10");
  assert.equal(answer.field("last-modified"), MODIFIED.toUTCString());
  assert.equal(answer.field("accept-ranges"), "bytes");
  assert.equal(answer.field("cache-control"), "no-cache");
  assert.match(answer.field("etag") ?? "", /^"[\w-]+"$/);
});

test("a large file is streamed, byte for byte; an empty one is empty; a name may have blanks", async (t) => {
  const { ask } = await serve(t);
  assert.ok((await ask("/large.bin")).bytes.equals(LARGE));
  assert.equal((await ask("/empty.txt")).field("content-length"), "0");
  assert.equal((await ask("/a%20b%20%C3%A9.txt")).text, "blank");
});

test("HEAD says what GET would, without the body", async (t) => {
  const { ask } = await serve(t);
  for (const path of ["/a.txt", "/large.bin", "/empty.txt"]) {
    const [get, head] = [await ask(path), await ask(path, {}, "HEAD")];
    assert.equal(head.body, "");
    for (const name of ["content-length", "etag", "content-type", "last-modified"])
      assert.equal(head.field(name), get.field(name), `${name} of ${path}`);
  }
});

test("who has it already gets a 304 without a body; who insists on another version a 412", async (t) => {
  const { ask } = await serve(t);
  const etag = (await ask("/a.txt")).field("etag") ?? "";
  const known = await ask("/a.txt", { "If-None-Match": etag });
  assert.equal(known.status, 304);
  assert.equal(known.field("etag"), etag);
  assert.equal((await ask("/a.txt", { "If-Modified-Since": MODIFIED.toUTCString() })).status, 304);
  assert.equal((await ask("/a.txt", { "If-Match": '"other"' })).status, 412);
});

test("one range is a 206 with its place; several are parts; none that is there is a 416", async (t) => {
  const { ask } = await serve(t);
  const one = await ask("/a.txt", { Range: "bytes=2-4" });
  assert.deepEqual([one.status, one.text, one.field("content-range")], [206, "234", "bytes 2-4/10"]);
  const some = await ask("/a.txt", { Range: "bytes=0-1,-2" });
  const boundary = /^multipart\/byteranges; boundary=(\w+)$/.exec(some.field("content-type") ?? "")?.[1];
  assert.equal(some.status, 206);
  const part = (text: string, range: string) =>
    `\r\n--${boundary}\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-range: bytes ${range}/10\r\n\r\n${text}`;
  assert.equal(some.text, `${part("01", "0-1")}${part("89", "8-9")}\r\n--${boundary}--\r\n`);
  const gone = await ask("/a.txt", { Range: "bytes=10-" });
  assert.deepEqual([gone.status, gone.field("content-range")], [416, "bytes */10"]);
  const large = await ask("/large.bin", { Range: "bytes=100000-299998" });
  assert.ok(large.bytes.equals(LARGE.subarray(100_000, 299_999)));
});

test("a range of another version than this one is the whole of this one", async (t) => {
  const { ask } = await serve(t);
  const etag = (await ask("/a.txt")).field("etag") ?? "";
  const range = { Range: "bytes=0-0" };
  assert.equal((await ask("/a.txt", { ...range, "If-Range": etag })).status, 206);
  assert.equal((await ask("/a.txt", { ...range, "If-Range": MODIFIED.toUTCString() })).status, 206);
  assert.equal((await ask("/a.txt", { ...range, "If-Range": '"older"' })).status, 200);
  assert.equal((await ask("/a.txt", { ...range, "If-Range": `W/${etag}` })).status, 200);
  assert.equal((await ask("/a.txt", range, "HEAD")).status, 200, "ranges are for GET");
});

test("a folder is its index; without the slash it redirects there, with the query, and never to another host", async (t) => {
  const { ask } = await serve(t);
  assert.equal((await ask("/")).text, "<p>home</p>");
  assert.equal((await ask("/docs/")).text, "<p>docs</p>");
  const there = await ask("/docs?a=//b");
  assert.deepEqual([there.status, there.field("location")], [308, "/s/docs/?a=//b"]);
  assert.equal((await ask("/docs/empty/")).status, 404);
  assert.equal((await ask("/docs/empty")).status, 404);
  assert.equal((await ask("/a.txt/")).status, 404);
});

test("no path leads out of the folder or to what is hidden, in any spelling", async (t) => {
  const { root, ask } = await serve(t);
  symlinkSync(join(root, "..", "outside.txt"), join(root, "link.txt"));
  symlinkSync(join(root, "..", "outside.txt"), join(root, "dangling"));
  symlinkSync(join(root, ".git"), join(root, "visible"));
  symlinkSync(join(root, "a.txt"), join(root, "inner.txt"));
  const paths = [
    "/../outside.txt",
    "/%2e%2e/outside.txt",
    "/..%2foutside.txt",
    "/%2e%2e%2foutside.txt",
    "/..%5coutside.txt",
    "//etc/passwd",
    "/%2fetc/passwd",
    "/.git/config",
    "/%2egit/config",
    "/docs/../.git/config",
    "/a.txt%00.html",
    "/link.txt",
    "/dangling",
    "/visible/config",
    "/nothing",
  ];
  for (const path of paths) {
    const answer = await ask(path);
    assert.ok([400, 404].includes(answer.status), `${path}: ${answer.status}`);
    assert.ok(!answer.text.includes("secret"), path);
  }
  assert.equal((await ask("/inner.txt")).text, "0123456789", "a link within the folder is one of its files");
});

test("a pipe, a socket or a device is no file, and nobody waits for its writer", {
  skip: process.platform === "win32",
}, async (t) => {
  const { root, ask } = await serve(t);
  execFileSync("mkfifo", [join(root, "pipe")]);
  assert.equal((await ask("/pipe")).status, 404);
});

test("only GET and HEAD", async (t) => {
  const { ask } = await serve(t);
  const answer = await ask("/a.txt", { "Content-Length": "0" }, "POST");
  assert.deepEqual([answer.status, answer.field("allow")], [405, "GET, HEAD"]);
});

test("a compressed sibling goes to those who accept it, under the type of the original, and caches are told", async (t) => {
  const { ask } = await serve(t, { precompressed: ["br", "gzip"] });
  const plain = await ask("/app.js");
  const packed = await ask("/app.js", { "Accept-Encoding": "gzip, br" });
  assert.deepEqual(
    [plain.text, plain.field("content-encoding"), plain.field("vary")],
    ["let a;", null, "accept-encoding"],
  );
  assert.deepEqual(
    [packed.text, packed.field("content-encoding"), packed.field("vary")],
    ["BROTLI", "br", "accept-encoding"],
  );
  assert.equal(packed.field("content-type"), "text/javascript; charset=utf-8");
  assert.notEqual(packed.field("etag"), plain.field("etag"));
  assert.equal((await ask("/app.js", { "Accept-Encoding": "gzip" })).text, "GZIP");
  assert.equal((await ask("/a.txt", { "Accept-Encoding": "br" })).text, "0123456789");
});

test("a folder that is not there stops the start, and says which", async () => {
  const app = staticFiles("/there/is/no/such/folder");
  await assert.rejects(async () => ray.listen("127.0.0.1:0", app), /no folder \/there\/is\/no\/such\/folder/);
});

test("a handler may send one file, under a name of its own", async (t) => {
  const root = makeSite(t);
  const server = await startHttpServer(t, (c) =>
    sendFile(c, join(root, "a.txt"), {
      type: "application/x-own",
      headers: { "content-disposition": 'attachment; filename="b"' },
    }),
  );
  const answer = await server.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  assert.equal(answer.field("content-type"), "application/x-own");
  assert.equal(answer.field("content-disposition"), 'attachment; filename="b"');
});

test("no descriptor is left: not by HEAD, 304, 416, a file that shrinks, nor by a client that leaves", {
  skip: process.platform !== "linux",
}, async (t) => {
  const { root, server, ask } = await serve(t);
  const open = () =>
    readdirSync("/proc/self/fd").filter((fd) => {
      try {
        return execFileSync("readlink", [`/proc/${process.pid}/fd/${fd}`], { encoding: "utf8" }).startsWith(
          root,
        );
      } catch {
        return false;
      }
    }).length;
  for (let round = 0; round < 5; round++) {
    await ask("/large.bin", {}, "HEAD");
    await ask("/large.bin", { "If-Modified-Since": MODIFIED.toUTCString() });
    await ask("/large.bin", { Range: "bytes=999999-" });
    await ask("/large.bin", { Range: "bytes=0-1,5-6" });
    await ask("/docs");
    const client = await server.connect({ reading: false });
    client.send("GET /s/large.bin HTTP/1.1\r\nHost: x\r\n\r\n");
    client.reset();
  }
  for (let turn = 0; turn < 200 && open() > 0; turn++) await new Promise(setImmediate);
  assert.equal(open(), 0);
});

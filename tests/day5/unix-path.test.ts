/** Paths of Unix sockets that cannot be had: each is one sentence about what is really wrong. */

import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { AddressError } from "../../day5/src/net.ts";
import { load, ray } from "../support/stage.ts";

const windows = process.platform === "win32";
const skip = windows ? "no Unix sockets" : false;
const longest = process.platform === "linux" ? 107 : 103;

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "r-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function refused(path: string): Promise<AddressError> {
  try {
    const listener = await ray.bind({ path });
    await listener.close();
  } catch (error) {
    assert.ok(error instanceof ray.AddressError, String(error));
    assert.doesNotMatch(error.message, /\n|1024|port/);
    return error;
  }
  throw new Error(`${path} was not refused`);
}

/** A path in `folder` of exactly `bytes` bytes; é has two. */
function pathOf(folder: string, bytes: number): string {
  const rest = bytes - Buffer.byteLength(folder) - 1;
  return join(folder, "é".repeat(Math.floor(rest / 2)) + "x".repeat(rest % 2));
}

test("a path that is too long for a Unix socket is refused, and nothing is bound elsewhere", {
  skip,
}, async (t) => {
  const folder = folderOf(t);
  const error = await refused(pathOf(folder, longest + 1));
  assert.equal(error.code, "ENAMETOOLONG");
  assert.match(
    error.message,
    new RegExp(`a path of ${longest + 1} bytes is too long .* room for ${longest};`),
  );
  assert.deepEqual(readdirSync(folder), []);
});

test("the longest path there can be is listened on, and is the file that appears", { skip }, async (t) => {
  const path = pathOf(folderOf(t), longest);
  const listener = await ray.bind({ path });
  assert.ok(existsSync(path));
  await listener.close();
});

test("a missing folder, a file in its place and a folder that may not be entered are told apart", {
  skip,
}, async (t) => {
  const folder = folderOf(t);
  const missing = await refused(join(folder, "missing", "app.sock"));
  assert.deepEqual(
    [missing.code, /does not exist; create it first$/.test(missing.message)],
    ["ENOENT", true],
  );
  writeFileSync(join(folder, "file"), "");
  const inFile = await refused(join(folder, "file", "app.sock"));
  assert.deepEqual([inFile.code, /file is not a folder/.test(inFile.message)], ["ENOTDIR", true]);
  symlinkSync("loop", join(folder, "loop"));
  const loop = await refused(join(folder, "loop", "app.sock"));
  assert.deepEqual([loop.code, /cannot look into .*loop \(ELOOP\)/.test(loop.message)], ["ELOOP", true]);
});

test("a folder in which we may not write says that it is the folder", {
  skip: skip || (process.getuid?.() === 0 ? "root may write everywhere" : false),
}, async (t) => {
  const folder = folderOf(t);
  chmodSync(folder, 0o555);
  const error = await refused(join(folder, "app.sock"));
  assert.equal(error.code, "EACCES");
  assert.match(error.message, /no permission to make a socket in this folder; choose another/);
});

test("a folder, a file and a link that leads nowhere are no place for a socket, and are left alone", {
  skip,
}, async (t) => {
  const folder = folderOf(t);
  mkdirSync(join(folder, "folder"));
  writeFileSync(join(folder, "file"), "");
  symlinkSync("nowhere", join(folder, "link"));
  for (const [name, message] of [
    ["folder", /this is a folder; add the name of a file in it$/],
    ["file", /there is a file of that name that is no socket; remove it/],
    ["link", /there is a file of that name that is no socket; remove it/],
  ] as const) {
    const error = await refused(join(folder, name));
    assert.equal(error.code, "EADDRINUSE");
    assert.match(error.message, message);
  }
  assert.deepEqual(readdirSync(folder).sort(), ["file", "folder", "link"]);
});

type UnixPathModule = typeof import("../../day5/src/net/unix-path.ts");

test("what a dead server has left, where we may not remove it, is told as that", { skip }, async (t) => {
  const { explainUnixPath } = await load<UnixPathModule>("net/unix-path.ts");
  const folder = folderOf(t);
  const path = join(folder, "app.sock");
  const dead = new ray.AddressError("EADDRINUSE", "in use");
  const listener = await ray.bind({ path });
  assert.match((await explainUnixPath(dead, path)).message, /another server uses this socket; stop it/);
  // Closing removes the file by its old name.
  const left = join(folder, "left.sock");
  renameSync(path, left);
  await listener.close();
  assert.match(
    (await explainUnixPath(dead, left)).message,
    /left this socket behind, and we may not remove it/,
  );
});

for (const [path, message] of [
  ["/tmp/a\0b", /^the path "\/tmp\/a\\u0000b" of a Unix socket has a NUL in it$/],
  ["/tmp/", /^the path "\/tmp\/" of a Unix socket ends with a slash: add the name of a file$/],
] as const) {
  test(`the path ${JSON.stringify(path)} is refused in one sentence, before anything is opened`, async () => {
    await assert.rejects(ray.bind({ path }), { name: "AddressError", code: "EINVAL", message });
  });
}

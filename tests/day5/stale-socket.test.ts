/** The file of a Unix socket that outlived its server: removed if nobody answers on it, and nothing else is. */

import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { Child } from "../support/child.ts";
import { RawClient } from "../support/raw-client.ts";
import { ray } from "../support/stage.ts";

const options = { skip: process.platform === "win32" ? "no Unix sockets" : false };

function socketPath(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "ray-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "app.sock");
}

test("a socket file whose server was killed is in nobody's way", options, async (t) => {
  const path = socketPath(t);
  const code = `import { createServer } from "node:net";
    createServer().listen(${JSON.stringify(path)}, () => console.log("up"));`;
  const killed = Child.code(t, code);
  await killed.printed(/up/);
  killed.kill("SIGKILL");
  await killed.exited.catch(() => {});
  assert.ok(existsSync(path), "the file is left behind");
  const listener = await ray.bind({ path });
  const accepted = listener.accept();
  const client = await RawClient.connect({ path }, { t });
  const conn = await accepted;
  conn?.destroy();
  client.destroy();
  await listener.close();
});

test("a socket on which somebody answers is left alone", options, async (t) => {
  const path = socketPath(t);
  const first = await ray.bind({ path });
  await assert.rejects(ray.bind({ path }), { code: "EADDRINUSE" });
  const client = await RawClient.connect({ path }, { t });
  client.destroy();
  await first.close();
});

test("a file that is no socket is never removed", options, async (t) => {
  const path = socketPath(t);
  writeFileSync(path, "somebody's work");
  await assert.rejects(ray.bind({ path }), { code: "EADDRINUSE" });
  assert.equal(readFileSync(path, "utf8"), "somebody's work");
});

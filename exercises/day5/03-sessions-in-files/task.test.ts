/** FileStorage: what every storage must do, and what files must do. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { Router } from "../../../day5/src/index.ts";
import { session, sessions } from "../../../day5/src/session/index.ts";
import { inject } from "../../../day5/src/testing.ts";
import { storageCases } from "../../../tests/support/session-storages.ts";
import { answer } from "../../answer.ts";

const { FileStorage } = await answer<typeof import("./solution.ts")>(import.meta.url, "FileStorage");

/** A folder in a folder: what leaves the inner one is seen in the outer one. */
async function folders(t: TestContext): Promise<{ outer: string; inner: string }> {
  const outer = await mkdtemp(join(tmpdir(), "ray-sessions-"));
  t.after(() => rm(outer, { recursive: true, force: true }));
  const inner = join(outer, "sessions");
  await mkdir(inner);
  return { outer, inner };
}

const values = (all: Record<string, string>) => new Map(Object.entries(all));

for (const [name, run] of storageCases) {
  test(name, async (t) => {
    const { inner } = await folders(t);
    await run(new FileStorage(inner));
  });
}

test("after a restart all is there", async (t) => {
  const { inner } = await folders(t);
  await new FileStorage(inner).create("k", values({ a: "1" }), 60_000);
  assert.deepEqual(Object.fromEntries((await new FileStorage(inner).read("k")) ?? []), { a: "1" });
});

test("a session is over at its end, and an update moves the end", async (t) => {
  const { inner } = await folders(t);
  const clock = { time: 1_000_000 };
  const storage = new FileStorage(inner, () => clock.time);
  await storage.create("k", values({ a: "1" }), 1_000);
  clock.time += 999;
  assert.equal(await storage.update("k", { set: values({ b: "2" }), remove: [] }, 1_000), "done");
  clock.time += 999;
  assert.deepEqual(Object.fromEntries((await storage.read("k")) ?? []), { a: "1", b: "2" });
  clock.time += 1;
  assert.equal(await storage.read("k"), null);
  assert.equal(await storage.update("k", { set: values({}), remove: [] }, 1_000), "gone");
});

test("a key with slashes and dots stays in the folder", async (t) => {
  const { outer, inner } = await folders(t);
  const storage = new FileStorage(inner);
  for (const key of ["../stolen", "a/b", "..", "C:\\x", "\0"]) {
    await storage.create(key, values({ key }), 60_000);
    assert.equal((await storage.read(key))?.get("key"), key);
  }
  assert.deepEqual(await readdir(outer), ["sessions"]);
  assert.equal((await readdir(inner)).length, 5);
});

test("I3: a session of the framework lives in it", async (t) => {
  const { inner } = await folders(t);
  const router = new Router().hooks(sessions({ storage: new FileStorage(inner) })).get("/", async (c) => {
    const own = await session(c);
    const count = ((own.get("count") as number | undefined) ?? 0) + 1;
    own.set("count", count);
    return c.string(String(count));
  });
  const first = await inject(router, "/");
  const cookie = (first.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const second = await inject(router, "/", { headers: { cookie } });
  assert.deepEqual([first.text(), second.text()], ["1", "2"]);
});

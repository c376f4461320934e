/** Small files in memory: what comes out of it is what would come from the disk, for a moment and no longer. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { OpenFile } from "../../day5/src/static/open-file.ts";
import { load, ray } from "../support/stage.ts";

const { staticFiles } = await load<typeof import("../../day5/src/static/index.ts")>("static/index.ts");
const { KeptFiles } =
  await load<typeof import("../../day5/src/static/kept-files.ts")>("static/kept-files.ts");
const { openFile } = await load<typeof import("../../day5/src/static/open-file.ts")>("static/open-file.ts");

function site(t: TestContext) {
  const root = mkdtempSync(join(tmpdir(), "ray-kept-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  writeFileSync(join(root, "a.txt"), "0123456789");
  writeFileSync(join(root, "a.txt.gz"), "GZIP");
  writeFileSync(join(root, "empty.txt"), "");
  writeFileSync(join(root, "large.bin"), Buffer.alloc(65_537, "x"));
  return root;
}

const asks: [what: string, method: string, path: string, headers: Record<string, string>][] = [
  ["a whole file", "GET", "/a.txt", {}],
  ["its head", "HEAD", "/a.txt", {}],
  ["a range", "GET", "/a.txt", { range: "bytes=2-4" }],
  ["the end", "GET", "/a.txt", { range: "bytes=-3" }],
  ["a range behind the end", "GET", "/a.txt", { range: "bytes=10-" }],
  ["a condition that holds", "GET", "/a.txt", { "if-none-match": "*" }],
  ["a condition that does not", "GET", "/a.txt", { "if-match": '"other"' }],
  ["a compressed sibling", "GET", "/a.txt", { "accept-encoding": "gzip" }],
  ["an empty file", "GET", "/empty.txt", {}],
  ["a large file", "GET", "/large.bin", {}],
  ["a file that is not there", "GET", "/b.txt", {}],
];
for (const [what, method, path, headers] of asks) {
  test(`${what} is the same out of memory as from the disk`, async (t) => {
    const root = site(t);
    const fresh = staticFiles(root, { keepMs: 0, precompressed: ["gzip"] });
    const keeping = staticFiles(root, { keepMs: 60_000, precompressed: ["gzip"] });
    const wanted = await ray.inject(fresh, path, { method, headers });
    for (let n = 0; n < 3; n++) {
      const answer = await ray.inject(keeping, path, { method, headers });
      assert.equal(answer.status, wanted.status);
      assert.deepEqual([...answer.headers], [...wanted.headers]);
      assert.deepEqual(answer.bytes, wanted.bytes);
    }
  });
}

test("several ranges come out of memory, too", async (t) => {
  const keeping = staticFiles(site(t), { keepMs: 60_000 });
  for (let n = 0; n < 2; n++) {
    const answer = await ray.inject(keeping, "/a.txt", { headers: { range: "bytes=0-1,8-9" } });
    assert.equal(answer.status, 206);
    assert.match(answer.text(), /bytes 0-1\/10\r\n\r\n01\r\n--[\s\S]*bytes 8-9\/10\r\n\r\n89\r\n--/);
  }
});

test("what has changed is sent as it was while it is kept; with keepMs 0 as it is", async (t) => {
  const root = site(t);
  const keeping = staticFiles(root, { keepMs: 60_000 });
  const fresh = staticFiles(root, { keepMs: 0 });
  const ask = async (app: typeof fresh) => (await ray.inject(app, "/a.txt")).text();
  assert.deepEqual([await ask(keeping), await ask(fresh)], ["0123456789", "0123456789"]);
  writeFileSync(join(root, "a.txt"), "changed");
  assert.deepEqual([await ask(keeping), await ask(fresh)], ["0123456789", "changed"]);
  rmSync(join(root, "a.txt"));
  assert.equal(await ask(keeping), "0123456789");
  assert.equal((await ray.inject(fresh, "/a.txt")).status, 404);
});

test("a kept file is looked at again after its time, to the millisecond", async (t) => {
  const root = site(t);
  let now = 0;
  let opened = 0;
  const kept = new KeptFiles(1_000, () => now);
  const get = (): Promise<OpenFile | null> =>
    kept.get("a", () => {
      opened += 1;
      return openFile(join(root, "a.txt"));
    });
  await get();
  now = 999;
  const { etag } = (await get()) as OpenFile;
  assert.equal(opened, 1);
  writeFileSync(join(root, "a.txt"), "changed");
  now = 1_000;
  assert.notEqual(((await get()) as OpenFile).etag, etag);
  assert.equal(opened, 2);
});

test("a large file and a name that is none are asked of the disk each time", async (t) => {
  const root = site(t);
  let opened = 0;
  const kept = new KeptFiles(1_000, () => 0);
  for (const name of ["large.bin", "nothing"]) {
    for (let n = 0; n < 2; n++) {
      const open = () => {
        opened += 1;
        return openFile(join(root, name));
      };
      const file = await kept.get(name, open);
      await file?.content.close();
    }
  }
  assert.equal(opened, 4);
});

test("what may not be seen is not kept: a link to the outside is no file, however often it is asked for", async (t) => {
  const root = site(t);
  const outside = join(root, "..", `outside-${process.pid}.txt`);
  writeFileSync(outside, "secret");
  t.after(() => rmSync(outside));
  symlinkSync(outside, join(root, "link.txt"));
  const app = staticFiles(root, { keepMs: 60_000 });
  for (let n = 0; n < 2; n++) assert.equal((await ray.inject(app, "/link.txt")).status, 404);
});

test("a time that is none is refused when it is made", () => {
  for (const keepMs of [-1, Number.NaN, Number.POSITIVE_INFINITY])
    assert.throws(() => staticFiles(".", { keepMs }), /keepMs must be from 0 to 3600000/);
});

/** What every storage of sessions must do, as cases: one suite holds all of them to it. */

import assert from "node:assert/strict";
import type { SessionStorage } from "../../day5/src/session/index.ts";

export type StorageCase = readonly [name: string, run: (storage: SessionStorage) => Promise<void>];

const values = (all: Record<string, string>) => new Map(Object.entries(all));
const LONG_MS = 60_000;

export const storageCases: readonly StorageCase[] = [
  [
    "what was created is read, as it was, and nothing else is there",
    async (storage) => {
      const odd = { "": "1", "\0a": '"\r\n"', é: '"é"', a: "" };
      await storage.create("k1", values(odd), LONG_MS);
      assert.deepEqual(Object.fromEntries((await storage.read("k1")) ?? []), odd);
      assert.equal(await storage.read("k2"), null);
    },
  ],
  [
    "an update sets, removes and leaves the rest",
    async (storage) => {
      await storage.create("k", values({ a: "1", b: "2", c: "3" }), LONG_MS);
      assert.equal(
        await storage.update("k", { set: values({ a: "9", d: "4" }), remove: ["b", "nothing"] }, LONG_MS),
        "done",
      );
      assert.deepEqual(Object.fromEntries((await storage.read("k")) ?? []), { a: "9", c: "3", d: "4" });
    },
  ],
  [
    "two updates at once of two values lose neither",
    async (storage) => {
      await storage.create("k", values({ a: "1" }), LONG_MS);
      const update = (name: string) =>
        storage.update("k", { set: values({ [name]: "2" }), remove: [] }, LONG_MS);
      await Promise.all(["b", "c", "d"].map(update));
      assert.deepEqual(Object.fromEntries((await storage.read("k")) ?? []), {
        a: "1",
        b: "2",
        c: "2",
        d: "2",
      });
    },
  ],
  [
    "what is expected decides: all is written or nothing",
    async (storage) => {
      await storage.create("k", values({ a: "1" }), LONG_MS);
      const update = (expect: Map<string, string | null>) =>
        storage.update("k", { set: values({ a: "2" }), remove: [], expect }, LONG_MS);
      assert.equal(await update(new Map([["a", "7"]])), "conflict");
      assert.equal(await update(new Map([["a", null]])), "conflict");
      assert.equal(await update(new Map([["b", "1"]])), "conflict");
      assert.equal((await storage.read("k"))?.get("a"), "1");
      assert.equal(
        await update(
          new Map<string, string | null>([
            ["a", "1"],
            ["b", null],
          ]),
        ),
        "done",
      );
      assert.equal((await storage.read("k"))?.get("a"), "2");
    },
  ],
  [
    "of many who count at the same time none is lost",
    async (storage) => {
      await storage.create("k", values({ n: "0" }), LONG_MS);
      const count = async (): Promise<void> => {
        const before = (await storage.read("k"))?.get("n") ?? "0";
        const changes = {
          set: values({ n: String(Number(before) + 1) }),
          remove: [],
          expect: new Map([["n", before]]),
        };
        if ((await storage.update("k", changes, LONG_MS)) !== "done") return count();
      };
      await Promise.all(Array.from({ length: 10 }, count));
      assert.equal((await storage.read("k"))?.get("n"), "10");
    },
  ],
  [
    "what was deleted is gone, and no update and no new key brings it back",
    async (storage) => {
      await storage.create("k", values({ a: "1" }), LONG_MS);
      await storage.delete("k");
      assert.equal(await storage.update("k", { set: values({ a: "2" }), remove: [] }, LONG_MS), "gone");
      assert.equal(await storage.rename("k", "other", LONG_MS), "gone");
      assert.equal(await storage.read("k"), null);
      assert.equal(await storage.read("other"), null);
      await storage.delete("k");
    },
  ],
  [
    "under its new key it is the same, and under the old one nothing",
    async (storage) => {
      await storage.create("k", values({ a: "1" }), LONG_MS);
      assert.equal(await storage.rename("k", "new", LONG_MS), "done");
      assert.equal(await storage.read("k"), null);
      assert.deepEqual(Object.fromEntries((await storage.read("new")) ?? []), { a: "1" });
    },
  ],
];

/** One suite over all storages: memory, and Redis through each of three clients. */

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { createClient } from "@redis/client";
import { Redis as IoRedis } from "ioredis";
import { Redis as IoValkey } from "iovalkey";
import { noRedis, type RedisServer, startRedis } from "../support/redis.ts";
import { storageCases } from "../support/session-storages.ts";
import { load } from "../support/stage.ts";

const { MemoryStorage, RedisStorage } =
  await load<typeof import("../../day5/src/session/index.ts")>("session/index.ts");

test("memory keeps sessions as a storage must", async (t) => {
  for (const [name, run] of storageCases) await t.test(name, () => run(new MemoryStorage()));
});

type Connect = (t: TestContext, server: RedisServer) => Promise<(command: string[]) => Promise<unknown>>;

const clients: Record<string, Connect> = {
  "@redis/client": async (t, { port }) => {
    const client = createClient({ socket: { host: "127.0.0.1", port } });
    client.on("error", () => {});
    await client.connect();
    t.after(() => client.destroy());
    return (command) => client.sendCommand(command);
  },
  ioredis: async (t, { port }) => {
    const client = new IoRedis(port, "127.0.0.1");
    t.after(() => client.disconnect());
    return ([name = "", ...args]) => client.call(name, ...args);
  },
  iovalkey: async (t, { port }) => {
    const client = new IoValkey(port, "127.0.0.1");
    t.after(() => client.disconnect());
    return ([name = "", ...args]) => client.call(name, ...args);
  },
};

for (const [name, connect] of Object.entries(clients)) {
  test(`Redis through ${name} keeps sessions as a storage must`, { skip: noRedis }, async (t) => {
    const command = await connect(t, await startRedis(t));
    for (const [index, [title, run]] of storageCases.entries())
      await t.test(title, () => run(new RedisStorage(command, { prefix: `case${index}:` })));
  });
}

test("memory lets sessions end, and keeps no more than it may: the least used go first", async () => {
  let now = 0;
  const storage = new MemoryStorage({ maxSessions: 2, now: () => now });
  const one = new Map([["a", "1"]]);
  await storage.create("short", one, 10);
  now = 10;
  assert.equal(await storage.read("short"), null);
  await storage.create("first", one, 1_000);
  await storage.create("second", one, 1_000);
  await storage.update("first", { set: new Map(), remove: [] }, 1_000);
  await storage.create("third", one, 1_000);
  assert.deepEqual([await storage.read("second"), storage.size], [null, 2]);
  assert.ok((await storage.read("first")) !== null);
  now = 2_000;
  await storage.create("fourth", one, 1_000);
  assert.equal(storage.size, 1, "those that have ended leave without being asked for");
});

test("what memory gives out is a copy: nobody changes a session by changing what was read", async () => {
  const storage = new MemoryStorage();
  await storage.create("k", new Map([["a", "1"]]), 1_000);
  ((await storage.read("k")) as Map<string, string>).set("a", "2");
  assert.equal((await storage.read("k"))?.get("a"), "1");
});

test("Redis lets sessions end by itself", { skip: noRedis }, async (t) => {
  const command = await clients.ioredis?.(t, await startRedis(t));
  assert.ok(command !== undefined);
  const storage = new RedisStorage(command);
  await storage.create("k", new Map([["a", "1"]]), 1);
  while ((await storage.read("k")) !== null) await new Promise(setImmediate);
});

const options: [why: string, make: () => unknown, message: RegExp][] = [
  ["no command", () => new RedisStorage(undefined as never), /a function that sends a command/],
  [
    "a time that is none",
    () => new RedisStorage(async () => 0, { timeoutMs: Number.NaN }),
    /timeoutMs must be/,
  ],
  ["a bound that is none", () => new MemoryStorage({ maxSessions: 0 }), /maxSessions must be/],
];
for (const [why, make, message] of options)
  test(`${why} is an error at the start`, () => assert.throws(make, message));

const broken: [why: string, command: (command: string[]) => Promise<unknown>][] = [
  ["rejects", () => Promise.reject(new Error("secret of the system"))],
  [
    "throws",
    () => {
      throw new Error("secret of the system");
    },
  ],
  ["never answers", () => new Promise(() => {})],
];
for (const [why, command] of broken) {
  test(`a client of Redis that ${why} is a 503 that tells nothing of the cause`, async () => {
    const storage = new RedisStorage(command, { timeoutMs: 5 });
    await assert.rejects(storage.read("k"), (error: Error & { status?: number; publicMessage?: string }) => {
      assert.equal(error.status, 503);
      assert.ok(!error.publicMessage?.includes("secret"));
      return true;
    });
  });
}

/** Two servers, one Redis: a session made by one is known to the other, and neither dies with the Redis. */

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { Redis } from "ioredis";
import { startHttpServer } from "../support/http-server.ts";
import { noRedis, startRedis } from "../support/redis.ts";
import { load, ray } from "../support/stage.ts";

const { RedisStorage, session, sessions } =
  await load<typeof import("../../day5/src/session/index.ts")>("session/index.ts");

async function startServer(t: TestContext, port: number) {
  const client = new Redis(port, "127.0.0.1", { retryStrategy: () => 10 });
  client.on("error", () => {});
  t.after(() => client.disconnect());
  const storage = new RedisStorage(([name = "", ...args]) => client.call(name, ...args), { timeoutMs: 200 });
  const router = new ray.Router()
    .hooks(sessions({ storage }))
    .get("/none", (c) => c.string("none"))
    .get("/count", async (c) => c.json(await (await session(c)).update<number>("n", (n = 0) => n + 1)))
    .get("/logout", async (c) => {
      (await session(c)).destroy();
      return c.string("out");
    });
  const server = await startHttpServer(t, router);
  return (path: string, sid = "") =>
    server.ask(`GET ${path} HTTP/1.1\r\nHost: x\r\n${sid === "" ? "" : `Cookie: sid=${sid}\r\n`}\r\n`);
}

const sidOf = (answer: { field(name: string): string | null }) =>
  /^sid=([^;]+);/.exec(answer.field("set-cookie") ?? "")?.[1] ?? "";

test("what one server has written the other reads, and what both count at once is counted", {
  skip: noRedis,
}, async (t) => {
  const { port } = await startRedis(t);
  const [first, second] = [await startServer(t, port), await startServer(t, port)];
  const sid = sidOf(await first("/count"));
  const all = Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? first : second)("/count", sid));
  const counts = (await Promise.all(all)).map(({ text }) => Number(text)).sort((a, b) => a - b);
  assert.deepEqual(counts, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  await second("/logout", sid);
  assert.equal((await first("/count", sid)).text, "1", "the end of a session is heard by both");
});

test("while Redis is away sessions are a 503 and all else is served; when it is back they work by themselves", {
  skip: noRedis,
}, async (t) => {
  const redis = await startRedis(t);
  const ask = await startServer(t, redis.port);
  const sid = sidOf(await ask("/count"));
  await redis.stop();
  const away = await ask("/count", sid);
  assert.deepEqual([away.status, away.text], [503, "Service Unavailable\n"]);
  assert.equal(sidOf(away), "", "a client keeps its id: the session may come back");
  assert.equal((await ask("/none", sid)).status, 200);
  await redis.start();
  let back = await ask("/count", sid);
  // The client finds its Redis again in its own time.
  while (back.status === 503) back = await ask("/count", sid);
  assert.deepEqual([back.status, back.text], [200, "1"], "this Redis keeps nothing over a restart");
});

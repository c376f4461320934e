/** What a busy connection costs the loop: deadlines that move, and no timer for each request. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeClock } from "../support/fake-clock.ts";
import { readAnswer, readAnswers, request } from "../support/http-client.ts";
import { RawClient } from "../support/raw-client.ts";
import { ray } from "../support/stage.ts";

/** Counts the timers that are armed. */
class CountingReactor extends ray.LoopReactor {
  armed = 0;

  override arm(...args: Parameters<InstanceType<typeof ray.LoopReactor>["arm"]>) {
    this.armed += 1;
    return super.arm(...args);
  }
}

for (const [what, pipelined] of [
  ["one after the other", 1],
  ["ten at a time", 10],
] as const) {
  test(`500 requests ${what}, of handlers of both kinds and with bodies, arm no timer`, async (t) => {
    const reactor = new CountingReactor({ clock: new FakeClock() });
    const app: Parameters<typeof ray.listen>[1] = async (c) => c.string(await c.req.text());
    const server = await ray.listen("127.0.0.1:0", app, { reactor });
    const client = await RawClient.connect(server.address as { host: string; port: number }, { t });
    const ask = async () => {
      client.send(request("POST /", {}, "body").repeat(pipelined));
      for (const answer of await readAnswers(client, pipelined)) assert.equal(answer.text, "body");
    };
    await ask();
    const before = reactor.armed;
    assert.ok(before > 0);
    for (let n = 0; n < 500 / pipelined; n += 1) await ask();
    assert.equal(reactor.armed, before);
    client.end();
    await server.shutdown();
  });
}

test("a head in two parts arms a timer once, and not for every request like it", async (t) => {
  const reactor = new CountingReactor({ clock: new FakeClock() });
  const server = await ray.listen("127.0.0.1:0", (c) => c.path, { reactor });
  const client = await RawClient.connect(server.address as { host: string; port: number }, { t });
  const ask = async () => {
    await client.sendSplit(request("GET /"), 10);
    await readAnswer(client);
  };
  await ask();
  await ask();
  const before = reactor.armed;
  assert.ok(before > 0);
  for (let n = 0; n < 50; n += 1) await ask();
  assert.equal(reactor.armed, before);
  client.end();
  await server.shutdown();
});

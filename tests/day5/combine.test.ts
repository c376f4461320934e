/** Several listeners under one server. */

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { FailingListener } from "../support/failing-listener.ts";
import { rounds } from "../support/fake-clock.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { RawClient } from "../support/raw-client.ts";
import { ray } from "../support/stage.ts";

const bind = () => ray.TcpListener.bind("127.0.0.1:0");

async function two(t: TestContext) {
  const listeners = [await bind(), await bind()];
  const combined = ray.combine(...listeners);
  t.after(() => combined.close());
  const connect = (index: number) =>
    RawClient.connect((listeners[index] as (typeof listeners)[0]).address, { t });
  return { listeners, combined, connect };
}

test("a server on two listeners serves both with one limit, and drains both", async (t) => {
  const { combined, connect, listeners } = await two(t);
  assert.deepEqual(
    combined.addresses,
    listeners.map(({ address }) => address),
  );
  const server = await ray.listen(combined, (c) => c.path, { maxConnections: 2 });
  assert.deepEqual(server.address, listeners[0]?.address);
  const clients = [await connect(0), await connect(1), await connect(1)];
  const [first, second, third] = clients as [RawClient, RawClient, RawClient];
  for (const [index, client] of clients.entries()) client.send(request(`GET /${index}`));
  assert.equal((await readAnswer(first)).text, "/0");
  assert.equal((await readAnswer(second)).text, "/1");
  await rounds(5);
  assert.equal(third.received, "", "the limit is that of both");
  first.end();
  assert.equal((await readAnswer(third)).text, "/2");
  second.end();
  third.end();
  await server.shutdown();
  await server.closed;
  for (const index of [0, 1]) await assert.rejects(connect(index), { code: "ECONNREFUSED" });
});

test("a connection that came while nobody waited is the next; close ends the ones nobody took", async (t) => {
  const { combined, connect } = await two(t);
  const accepting = combined.accept();
  await connect(0);
  (await accepting)?.destroy();
  const again = combined.accept();
  await connect(0);
  (await again)?.destroy();
  // Nobody waits now; the accept of the second listener is still under way from the first time.
  const untaken = await connect(1);
  await rounds(5);
  assert.equal(untaken.isClosed, false);
  await combined.close();
  await untaken.closed;
  assert.equal(await combined.accept(), null);
});

test("an accept that waits is answered with null by close", async (t) => {
  const { combined } = await two(t);
  const waiting = combined.accept();
  await combined.close();
  assert.equal(await waiting, null);
});

test("the error of one is told, and the other goes on", async (t) => {
  const busy = new Error("busy");
  const [good, bad] = [await bind(), new FailingListener(await bind(), (n) => (n === 1 ? busy : null))];
  const combined = ray.combine(good, bad);
  t.after(() => combined.close());
  await assert.rejects(combined.accept(), busy);
  const accepting = combined.accept();
  const client = await RawClient.connect(good.address, { t });
  const conn = await accepting;
  assert.deepEqual(conn?.localAddress, good.address);
  client.destroy();
  conn?.destroy();
});

test("combine needs at least one", () => {
  assert.throws(() => ray.combine(), RangeError);
});

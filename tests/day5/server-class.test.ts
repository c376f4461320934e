/** `Server`: set up step by step, and stopped by whatever the program has for it. */

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { App, ListenOptions } from "../../day5/src/index.ts";
import type { Address } from "../../day5/src/net.ts";
import { FailingListener } from "../support/failing-listener.ts";
import { FakeClock, rounds } from "../support/fake-clock.ts";
import { type Gate, gate } from "../support/gate.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { LogBook } from "../support/log-book.ts";
import { RawClient } from "../support/raw-client.ts";
import { ray } from "../support/stage.ts";

/** A Server on a free port of its own, and how to reach it. */
async function setUp(t: TestContext, options: ListenOptions = {}) {
  const clock = new FakeClock();
  const reactor = new ray.LoopReactor({ clock });
  const logger = new LogBook();
  const listener = await ray.TcpListener.bind("127.0.0.1:0", { reactor });
  const server = new ray.Server(listener, { reactor, logger, ...options });
  return { server, clock, logger, listener, connect: () => RawClient.connect(listener.address, { t }) };
}

const hello: App = (c) => c.string("hello");

test("an AbortSignal begins the stop; the result says how it ended; the name stands in every line", async (t) => {
  const { server, connect, logger } = await setUp(t);
  const stop = new AbortController();
  const ended = server.name("front").runWithGracefulShutdown(hello, stop.signal, 5_000);
  const client = await connect();
  client.send(request("GET /"));
  assert.equal((await readAnswer(client)).text, "hello");
  stop.abort();
  assert.deepEqual(await ended, { finished: 1, forced: 0 });
  assert.deepEqual(
    logger.entries.map(({ fields, message }) => [fields.server, message]),
    [
      ["front", "listening"],
      ["front", "started"],
      ["front", "draining"],
      ["front", "stopped"],
    ],
  );
});

for (const [what, settle] of [
  ["resolves", (signal: Gate<void>) => signal.open()],
  ["rejects", (signal: Gate<void>) => signal.fail(new Error("the watcher failed"))],
] as const) {
  test(`a promise that ${what} begins the stop; whoever is late is cut off after the timeout`, async (t) => {
    const { server, connect, clock } = await setUp(t);
    const signal = gate();
    const begun = gate();
    const stuck = () => {
      begun.open();
      return new Promise<string>(() => {});
    };
    const ended = server.runWithGracefulShutdown(stuck, signal.promise, 2_000);
    const client = await connect();
    client.send(request("GET /"));
    await begun.promise;
    settle(signal);
    await rounds(3);
    await clock.pass(1_999);
    assert.equal(client.isClosed, false);
    await clock.pass(1);
    assert.deepEqual(await ended, { finished: 0, forced: 1 });
    await client.closed;
  });
}

test("a signal that was given before is heard too", async (t) => {
  const { server } = await setUp(t);
  const ended = server.runWithGracefulShutdown(hello, AbortSignal.abort());
  assert.deepEqual(await ended, { finished: 0, forced: 0 });
});

for (const [what, signal] of [
  ["a promise that has rejected before", () => Promise.reject(new Error("the watcher failed"))],
  [
    "a thenable that throws",
    () => ({
      // biome-ignore lint/suspicious/noThenProperty: what a program may hand in
      then: () => {
        throw new Error("the watcher failed");
      },
    }),
  ],
] as const) {
  test(`${what} begins the stop, is logged, and nothing is left unhandled`, async (t) => {
    const unhandled: unknown[] = [];
    const hear = (error: unknown) => unhandled.push(error);
    process.on("unhandledRejection", hear);
    t.after(() => process.off("unhandledRejection", hear));
    const logger = new LogBook();
    // An address, since a bind takes a while.
    const server = new ray.Server("127.0.0.1:0", { logger });
    const ended = server.runWithGracefulShutdown(hello, signal() as PromiseLike<unknown>);
    assert.deepEqual(await ended, { finished: 0, forced: 0 });
    await rounds(3);
    assert.deepEqual(unhandled, []);
    const draining = logger.entries.find(({ message }) => message === "draining");
    assert.match(String(draining?.fields.err), /the watcher failed/);
  });
}

test("idleTimeout closes who says nothing, long before its keep-alive time is over", async (t) => {
  const { server, connect, clock } = await setUp(t);
  const stop = gate();
  const ended = server.idleTimeout(1_000).runWithGracefulShutdown(hello, stop.promise);
  const client = await connect();
  client.send(request("GET /"));
  await readAnswer(client);
  await clock.pass(999);
  assert.equal(client.ended, false);
  await clock.pass(500);
  assert.equal(await client.readAll(), "");
  stop.open();
  await ended;
});

test("run rejects with the error when it cannot accept any more", async (t) => {
  const busy = new Error("busy");
  const { clock, listener } = await setUp(t);
  const reactor = new ray.LoopReactor({ clock });
  const failing = new FailingListener(listener, () => busy);
  const running = assert.rejects(new ray.Server(failing, { reactor }).run(hello), busy);
  await rounds(3);
  await clock.pass(127_000);
  await running;
});

test("each step gives a new Server: what was set up before stays as it was", async () => {
  const server = new ray.Server("127.0.0.1:0");
  assert.notEqual(server.name("a"), server);
});

test("onListening is told each address, onShutdown the beginning of the stop, once", async (t) => {
  const told: string[] = [];
  const addresses: Address[] = [];
  const listeners = [await ray.TcpListener.bind("127.0.0.1:0"), await ray.TcpListener.bind("127.0.0.1:0")];
  const server = await ray.listen(ray.combine(...listeners), (c) => c.isDraining, {
    onListening: (address) => addresses.push(address),
    onShutdown: () => told.push("stopping"),
  });
  t.after(() => server.shutdown({ deadlineMs: 0 }));
  assert.deepEqual(
    addresses,
    listeners.map(({ address }) => address),
  );
  assert.deepEqual(told, []);
  const [first, second] = [server.shutdown(), server.shutdown()];
  assert.deepEqual(told, ["stopping"]);
  assert.deepEqual(await first, await second);
});

test("the lines of a drain are written once, however often shutdown is called", async (t) => {
  const { server, logger } = await setUp(t);
  const running = await ray.listen("127.0.0.1:0", hello, { logger });
  await Promise.all([running.shutdown(), running.shutdown()]);
  await running.shutdown();
  assert.deepEqual(logger.messages("info"), ["listening", "started", "draining", "stopped"]);
  await server.runWithGracefulShutdown(hello, AbortSignal.abort());
});

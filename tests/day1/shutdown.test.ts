/** The shutdown broadcast: once, to everyone, late subscribers included, and without holding on to anyone. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { ray } from "../support/stage.ts";

test("I4: a signal reaches every receiver, in the order they asked, once", () => {
  const source = new ray.ShutdownSource();
  const [one, two] = [source.subscribe(), source.subscribe()];
  const calls: string[] = [];
  one.onShutdown(() => calls.push("one"));
  two.onShutdown(() => calls.push("two"));
  one.onShutdown(() => calls.push("one again"));
  assert.equal(source.isShutdown, false);
  assert.equal(two.isShutdown, false);
  source.signal();
  source.signal();
  assert.deepEqual(calls, ["one", "two", "one again"]);
  assert.equal(source.isShutdown, true);
  assert.equal(two.isShutdown, true);
});

test("MR9: recv is idempotent: every call gives the same promise, before and after the signal", async () => {
  const source = new ray.ShutdownSource();
  const shutdown = source.subscribe();
  const received = shutdown.recv();
  assert.equal(shutdown.recv(), received);
  source.signal();
  await received;
  assert.equal(shutdown.recv(), received);
});

test("MR9: whoever subscribes after the signal is shut down already", async () => {
  const source = new ray.ShutdownSource();
  source.signal();
  const late = source.subscribe();
  assert.equal(late.isShutdown, true);
  await late.recv();
  let calls = 0;
  late.onShutdown(() => {
    calls += 1;
  })();
  assert.equal(calls, 1);
});

test("a callback that is taken back is not called, and the same function given twice is two", () => {
  const source = new ray.ShutdownSource();
  const shutdown = source.subscribe();
  let calls = 0;
  const count = () => {
    calls += 1;
  };
  const takeBack = shutdown.onShutdown(count);
  shutdown.onShutdown(count);
  takeBack();
  takeBack();
  source.signal();
  assert.equal(calls, 1);
});

test("a receiver that is released is told nothing, and may ask again", () => {
  const source = new ray.ShutdownSource();
  const shutdown = source.subscribe();
  const calls: string[] = [];
  shutdown.onShutdown(() => calls.push("before the release"));
  shutdown.release();
  shutdown.release();
  shutdown.onShutdown(() => calls.push("after it"));
  source.signal();
  assert.deepEqual(calls, ["after it"]);
});

test("a callback taken back from inside another one of the same signal is not called", () => {
  const source = new ray.ShutdownSource();
  const shutdown = source.subscribe();
  const calls: string[] = [];
  shutdown.onShutdown(() => {
    calls.push("first");
    takeBack();
  });
  const takeBack = shutdown.onShutdown(() => calls.push("second"));
  source.signal();
  assert.deepEqual(calls, ["first"]);
});

test("a callback that throws keeps nobody else from being told; its error comes out at the end", () => {
  const source = new ray.ShutdownSource();
  const [one, two] = [source.subscribe(), source.subscribe()];
  const boom = new Error("boom");
  const calls: string[] = [];
  one.onShutdown(() => {
    throw boom;
  });
  one.onShutdown(() => calls.push("same receiver"));
  two.onShutdown(() => calls.push("other receiver"));
  assert.throws(
    () => source.signal(),
    (error: AggregateError) => {
      assert.deepEqual(error.errors, [boom]);
      return true;
    },
  );
  assert.deepEqual(calls, ["same receiver", "other receiver"]);
  assert.doesNotThrow(() => source.signal());
});

test("ND5: 200,000 callbacks that come and go leave nothing behind on receiver or source", () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const source = new ray.ShutdownSource();
  const shutdown = source.subscribe();
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let n = 0; n < 200_000; n += 1) {
    shutdown.onShutdown(() => {})();
    const connection = source.subscribe();
    connection.onShutdown(() => {});
    connection.release();
  }
  collect();
  const grown = process.memoryUsage().heapUsed - before;
  assert.ok(grown < 4e6, `${Math.round(grown / 1e6)} MB are still held`);
  assert.deepEqual([source.isShutdown, shutdown.isShutdown], [false, false], "both were alive until here");
});

/** The channel of the event loop: bounded, first in first out, and open to worker threads (ML9). */

import assert from "node:assert/strict";
import { once } from "node:events";
import { type TestContext, test } from "node:test";
import { Worker } from "node:worker_threads";
import type { SendResult } from "../../day5/src/event-loop.ts";
import { FakeClock, rounds } from "../support/fake-clock.ts";
import { LoopLog } from "../support/loop-log.ts";
import { ray } from "../support/stage.ts";

const sent = { sent: true };
const full = (message: unknown) => ({ sent: false, reason: "full", message });
const closed = (message: unknown) => ({ sent: false, reason: "closed", message });

test("ML9: a channel that is full hands the message back, and has room again after a round", async () => {
  const loop = new ray.EventLoop<string, string>({ clock: new FakeClock(), capacity: 2 });
  const sender = loop.channel();
  assert.deepEqual(
    ["a", "b", "c"].map((message) => sender.send(message)),
    [sent, sent, full("c")],
  );
  const log = new LoopLog();
  const running = loop.run(log);
  await rounds();
  assert.deepEqual(sender.send("c"), sent);
  loop.shutdown();
  await running;
  assert.deepEqual(log.take(), ["notify a", "notify b", "tick", "notify c", "tick"]);
});

test("ML9: the capacity is 4096 unless told, and 1 really means 1 (mio rounds up)", () => {
  const one = new ray.EventLoop<number>({ capacity: 1 }).channel();
  assert.deepEqual([one.send(1), one.send(2)], [sent, full(2)]);
  const sender = new ray.EventLoop<number>().channel();
  for (let n = 0; n < 4096; n += 1) assert.equal(sender.send(n).sent, true);
  assert.deepEqual(sender.send(4096), full(4096));
});

test("ML9: after shutdown messages wait for the next run; after close they are handed back", async () => {
  const loop = new ray.EventLoop<string, string>({ clock: new FakeClock() });
  const sender = loop.channel();
  const first = loop.run({});
  loop.shutdown();
  await first;
  assert.deepEqual(sender.send("waits"), sent);
  const log = new LoopLog({ notify: () => loop.shutdown() });
  await loop.run(log);
  assert.deepEqual(log.take(), ["notify waits", "tick"]);
  assert.deepEqual(sender.send("dropped"), sent);
  loop.close();
  assert.deepEqual(sender.send("too late"), closed("too late"));
  const last = loop.run(log);
  await rounds();
  loop.shutdown();
  await last;
  assert.deepEqual(log.take(), ["tick", "tick"], "what was queued is dropped by close");
});

test("ML9: every call of channel gives a sender of the same channel", async () => {
  const loop = new ray.EventLoop<string, string>({ clock: new FakeClock() });
  const [one, two] = [loop.channel(), loop.channel()];
  one.send("a");
  two.send("b");
  one.send("c");
  const log = new LoopLog({ tick: () => loop.shutdown() });
  await loop.run(log);
  assert.deepEqual(log.take(), ["notify a", "notify b", "notify c", "tick"]);
});

/** A worker that sends whatever list it is given, and answers what became of each message. */
async function startWorker(t: TestContext, capacity: number) {
  const loop = new ray.EventLoop<string, string>({ capacity });
  const sender = loop.channel().share();
  const code = `
    const { parentPort, workerData } = require("node:worker_threads");
    // --import tsx does not reach into a worker: here it has to be asked for.
    const start = async () => {
      for (const api of workerData.tsx) (await import(api)).register();
      const { ray } = await import(workerData.stage);
      const sender = ray.Sender.from(workerData.sender);
      const send = (message) => {
        try {
          return sender.send(message === "a function" ? () => {} : message);
        } catch (error) {
          return error.name;
        }
      };
      parentPort.on("message", (messages) => parentPort.postMessage(messages.map(send)));
      parentPort.postMessage("up");
    };
    start();`;
  const stage = new URL("../support/stage.ts", import.meta.url).href;
  const tsx = ["tsx/cjs/api", "tsx/esm/api"].map((name) => import.meta.resolve(name));
  const workerData = { sender, stage, tsx };
  const worker = new Worker(code, { eval: true, workerData, transferList: [sender.port] });
  t.after(() => worker.terminate());
  await once(worker, "message");
  const send = async (...messages: string[]): Promise<(SendResult<string> | string)[]> => {
    worker.postMessage(messages);
    const [results] = await once(worker, "message");
    return results;
  };
  return { loop, send };
}

test("ML9: a sender in a worker thread is bounded too, in order, and told when the loop is closed", async (t) => {
  const { loop, send } = await startWorker(t, 3);
  assert.deepEqual(await send("a", "b", "c", "d"), [sent, sent, sent, full("d")]);
  assert.deepEqual(loop.channel().send("mine"), full("mine"), "both threads count the same messages");
  let left = 5;
  const log = new LoopLog({
    notify: () => {
      left -= 1;
      if (left === 0) loop.shutdown();
    },
  });
  const running = loop.run(log);
  await rounds();
  while (left > 2) await rounds();
  assert.deepEqual(await send("e", "a function", "f"), [sent, "DataCloneError", sent]);
  await running;
  const messages = log.take().filter((line) => line !== "tick");
  assert.deepEqual(messages, ["notify a", "notify b", "notify c", "notify e", "notify f"]);
  assert.deepEqual(await send("g", "h", "i", "j"), [sent, sent, sent, full("j")], "nothing leaked");
  loop.close();
  assert.deepEqual(await send("k"), [closed("k")]);
});

test("only a sender of the loop's own thread can be shared", () => {
  const shared = new ray.EventLoop<string>().channel().share();
  assert.throws(() => ray.Sender.from(shared).share(), /own thread/);
  shared.port.close();
});

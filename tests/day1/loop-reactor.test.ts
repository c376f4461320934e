/** What only the reactor on the loop has: tokens, a loop that may fail and start again, and its channel. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { EventSet, Token } from "../../day5/src/event-loop.ts";
import { Child } from "../support/child.ts";
import { FakeClock, rounds } from "../support/fake-clock.ts";
import { HandSource } from "../support/loop-log.ts";
import { ray } from "../support/stage.ts";

const boom = new Error("boom");
const fail = () => {
  throw boom;
};

function reactor() {
  const errors: unknown[] = [];
  const clock = new FakeClock();
  return { clock, errors, reactor: new ray.LoopReactor({ clock, onError: (error) => errors.push(error) }) };
}

test("the token of a source that has left goes to the next one", () => {
  const tokens: Token[] = [];
  class Watched extends ray.LoopReactor {
    override ready(loop: unknown, token: Token, events: EventSet): void {
      tokens.push(token);
      super.ready(loop, token, events);
    }
  }
  const watched = new Watched({ clock: new FakeClock() });
  const sources = [new HandSource(), new HandSource(), new HandSource()] as const;
  const tell = (source: HandSource) => source.becomes(ray.EventSet.readable);
  watched.register(sources[0], () => {});
  watched.register(sources[1], () => {});
  tell(sources[0]);
  tell(sources[1]);
  watched.deregister(sources[0]);
  watched.register(sources[2], () => {});
  tell(sources[2]);
  assert.deepEqual(tokens, [0, 1, 0]);
  watched.deregister(sources[1]);
  watched.deregister(sources[2]);
});

test("a sender that is shared and never used keeps no process alive", async (t) => {
  const stageFile = new URL("../support/stage.ts", import.meta.url).href;
  const code = `const { ray } = await import(${JSON.stringify(stageFile)});
    new ray.EventLoop().channel().share();`;
  const { code: exitCode, stderr } = await Child.code(t, code).exited;
  assert.deepEqual([exitCode, stderr], [0, ""]);
});

test("a source that cannot say what it is ready for has failed, and the loop lives on", async () => {
  const { clock, errors, reactor: shared } = reactor();
  const broken = new HandSource();
  const news: number[] = [];
  shared.register(broken, (events) => news.push(events));
  await rounds();
  broken.readiness = fail;
  // The loop comes to its end and begins again: it asks everybody.
  const other = new HandSource();
  shared.register(other, () => {});
  shared.deregister(other);
  let due = 0;
  shared.after(5, () => {
    due += 1;
  });
  await clock.pass(5);
  broken.becomes(ray.EventSet.readable);
  assert.deepEqual([due, errors, news], [1, [], [ray.EventSet.readable]]);
  shared.deregister(broken);
});

test("a loop that ends with an error is told and started again: what waits still comes", async () => {
  const { clock, errors, reactor: shared } = reactor();
  const calls: string[] = [];
  const source = new HandSource();
  shared.register(source, (events) => calls.push(`ready ${events}`));
  shared.after(10, () => calls.push("due"));
  await rounds();
  const now = clock.now.bind(clock);
  // The loop's own ground gives way, once: between the news and the end of its round.
  source.becomes(ray.EventSet.readable);
  clock.now = () => {
    clock.now = now;
    throw boom;
  };
  shared.defer(() => calls.push("deferred"));
  await rounds(4);
  assert.deepEqual(errors, [boom]);
  assert.ok(calls.includes("deferred"), calls.join());
  source.becomes(ray.EventSet.writable);
  await clock.pass(10);
  assert.ok(calls.includes("ready 2") && calls.includes("due"), calls.join());
  shared.deregister(source);
});

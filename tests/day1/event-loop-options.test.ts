/** The options of the loop and of the reactor on it, checked like all others. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { failureOf, testOptionsOf } from "../support/option-cases.ts";
import { ray } from "../support/stage.ts";

testOptionsOf({
  EventLoop: {
    start: (options) => new ray.EventLoop(options).close(),
    numbers: { capacity: false, messagesPerTick: false },
  },
  LoopReactor: { start: (options) => new ray.LoopReactor(options), numbers: { capacity: false } },
});

test("a clock without its methods and signals that are no list are refused", async () => {
  const wrong: [object, RegExp][] = [
    [{ clock: Date }, /^clock must be a clock, with the methods now, wakeAfter, not a function$/],
    [{ signals: "SIGINT" }, /^signals must be a list of names/],
  ];
  for (const [options, message] of wrong) {
    assert.match((await failureOf(() => new ray.EventLoop(options))).message, message);
  }
});

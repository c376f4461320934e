/** Options of day 1 are checked before anything begins: a limit that cannot be is never "no limit". */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Rule } from "../../day5/src/guard/rule.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { newReactor, test as onEach } from "../support/grounds.ts";
import {
  failureOf,
  NEVER_A_NUMBER,
  type Options,
  type Taker,
  testOptionsOf,
} from "../support/option-cases.ts";
import { load, ray } from "../support/stage.ts";

const { checkOptions, checkValue, pickOptions, withDefaults } =
  await load<typeof import("../../day5/src/guard/check-options.ts")>("guard/check-options.ts");
const rules = await load<typeof import("../../day5/src/guard/rule.ts")>("guard/rule.ts");

/** A listener that is never asked for anything. */
const listener = {
  address: { path: "none" },
  accept: () => new Promise<null>(() => {}),
  close: async () => {},
};

const takers: Record<string, Taker> = {
  TcpServer: {
    start: (options) => new ray.TcpServer(listener, () => {}, options),
    numbers: { maxConnections: false, acceptGraceMs: true },
  },
  "TcpListener.bind": {
    start: async (options) => {
      const bound = await ray.TcpListener.bind("127.0.0.1:0", options);
      await bound.close();
    },
    numbers: { maxWaiting: false },
  },
  "TcpListener.bind, conn": {
    start: async (conn) => {
      const bound = await ray.TcpListener.bind("127.0.0.1:0", { conn });
      await bound.close();
    },
    numbers: { readAheadBytes: false, writeBatchBytes: false, writeTimeoutMs: true, lingerMs: false },
  },
  "TcpServer.shutdown": {
    start: (options) => new ray.TcpServer(listener, () => {}).shutdown(options),
    numbers: { deadlineMs: true },
  },
};

testOptionsOf(takers);

test("what is no number has a TypeError, a number out of range a RangeError", () => {
  const rule = rules.whole("bytes", 1);
  for (const value of [0, -1, 0.5, Number.NaN]) assert.throws(() => checkValue("x", value, rule), RangeError);
  for (const value of ["1", null, {}]) assert.throws(() => checkValue("x", value, rule), TypeError);
});

test("bounds are allowed themselves, and what is next to them is not", () => {
  const cases: [Rule, unknown[], unknown[]][] = [
    [rules.whole("bytes", 1), [1, 2, Number.MAX_SAFE_INTEGER], [0, 1.5, 2 ** 53]],
    [rules.whole("bytes", 1, 3), [1, 3], [0, 4]],
    [rules.wholeOrUnlimited("bytes", 0), [0, Number.POSITIVE_INFINITY], [-1, Number.NEGATIVE_INFINITY]],
    [rules.milliseconds(1), [1, 1.5, 2 ** 31], [0.5, Number.POSITIVE_INFINITY]],
    [rules.millisecondsOrNever(0), [0, 0.5, Number.POSITIVE_INFINITY], [-0.5, Number.NaN]],
    [rules.flag, [true, false], ["true", 0, 1, null]],
    [rules.text, ["", "x"], [1, null]],
    [rules.callback, [() => {}], ["x", null, {}]],
  ];
  for (const [rule, allowed, refused] of cases) {
    for (const value of allowed) assert.equal(rule.accepts(value), true, `${String(value)}: ${rule.allowed}`);
    for (const value of refused)
      assert.equal(rule.accepts(value), false, `${String(value)}: ${rule.allowed}`);
  }
});

test("callbacks, clocks, loggers and reactors are looked at too", async () => {
  const wrong: [(options: Options) => unknown, Options, RegExp][] = [
    [takers.TcpServer?.start as never, { onShutdown: "x" }, /^onShutdown must be a function, not "x"$/],
    [
      takers.TcpServer?.start as never,
      { logger: console },
      /^logger must be a logger, with the methods trace, .*isLevelEnabled, not an object$/,
    ],
    [takers.TcpServer?.start as never, { reactor: {} }, /^reactor must be a Reactor/],
    [
      (options) => new ray.NodeReactor(options),
      { clock: Date },
      /^clock must be a clock, with the methods now, wakeAfter, not a function$/,
    ],
    [(options) => new ray.NodeReactor(options), { onError: "x" }, /^onError must be a function, not "x"$/],
    [takers["TcpListener.bind"]?.start as never, { conn: 7 }, /^conn must be an object, not 7$/],
    [takers["TcpListener.bind"]?.start as never, { wrap: null }, /^wrap must be a function, not null$/],
  ];
  for (const [start, options, message] of wrong) {
    assert.match((await failureOf(() => start(options))).message, message);
  }
});

test("a name that is near none is an error that lists what there is", () => {
  const known = { size: rules.flag, colour: rules.flag };
  assert.throws(() => checkOptions("paint", { zzzzzz: 1 } as object, known as object), {
    message: "paint.zzzzzz is no option; known are size, colour",
  });
  const many = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`name${index}`, rules.flag]));
  assert.throws(() => checkOptions("", { q: 1 } as object, many as object), /known are name0, .*name7 …$/);
});

test("options that are inherited count, since they are read like any other", () => {
  const options = Object.create({ maxConnections: Number.NaN });
  assert.throws(() => new ray.TcpServer(listener, () => {}, options), /maxConnections must be/);
});

test("undefined never wins over a default", () => {
  const given = { a: undefined, b: 3 } as never;
  assert.deepEqual(withDefaults<{ a?: number; b?: number }>({ a: 1, b: 2 }, given), { a: 1, b: 3 });
});

test("LineCodec and Semaphore take no number that would switch them off", () => {
  for (const value of [...NEVER_A_NUMBER, Number.POSITIVE_INFINITY] as number[]) {
    assert.throws(() => new ray.LineCodec(value), /^\w*Error: maxBytes must be /);
    assert.throws(() => new ray.Semaphore(value));
  }
});

test("a shutdown with a deadline that is none does not begin", async () => {
  const server = new ray.TcpServer(listener, () => {});
  assert.throws(() => server.shutdown({ deadlineMs: Number.NaN }), /shutdown\.deadlineMs must be/);
  assert.equal(server.isDraining, false);
});

onEach("a time that setTimeout cannot hold does not come early", async (t) => {
  const reactor = newReactor(t);
  const fired: string[] = [];
  const far = [2 ** 31, 2 ** 40, Number.POSITIVE_INFINITY].map((ms) =>
    reactor.after(ms, () => fired.push(`${ms}`)),
  );
  await new Promise<void>((resolve) => void reactor.after(5, resolve));
  assert.deepEqual(fired, []);
  for (const cancel of far) cancel();
});

onEach("a delay that is no number is refused, and keeps no loop alive", async (t) => {
  const reactor = newReactor(t, { clock: new FakeClock() });
  const before = process.getActiveResourcesInfo().length;
  for (const ms of [Number.NaN, -1, "5", null] as number[]) {
    assert.throws(() => reactor.after(ms, () => {}), /a timeout needs a delay of 0 ms or more/);
  }
  assert.equal(process.getActiveResourcesInfo().length, before);
});

test("of a larger set of options a part takes those that it has rules for, and no undefined", () => {
  const flag = { allowed: "anything", accepts: () => true };
  const picked = pickOptions(
    { one: 1, two: undefined, three: 3 } as Options,
    { one: flag, two: flag } as never,
  );
  assert.deepEqual(picked, { one: 1 });
});

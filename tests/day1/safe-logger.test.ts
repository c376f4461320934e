/** Loggers that fail: a line is lost, and nothing else. */

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { Logger } from "../../day5/src/index.ts";
import type { LogLevel } from "../../day5/src/log/logger.ts";
import { startLineServer } from "../support/line-server.ts";
import { LogBook } from "../support/log-book.ts";
import { load, ray } from "../support/stage.ts";

const { safeLogger } = await load<typeof import("../../day5/src/log/safe-logger.ts")>("log/safe-logger.ts");

const LEVELS: readonly LogLevel[] = ["trace", "debug", "info", "warn", "error"];

function failing(fail: () => unknown): Logger {
  const log = fail as never;
  return { trace: log, debug: log, info: log, warn: log, error: log, isLevelEnabled: log };
}

/** What is written to stderr from now on. */
function watchStderr(t: TestContext): string[] {
  const lines: string[] = [];
  t.mock.method(console, "error", (line: string) => lines.push(line));
  return lines;
}

test("each level of a logger that throws can be called, and its first failure is one line on stderr", (t) => {
  for (const level of LEVELS) {
    const lines = watchStderr(t);
    const log = safeLogger(
      failing(() => {
        throw new TypeError("the disk\nis full");
      }),
    );
    for (let i = 0; i < 3; i++) {
      log[level]("a line");
      log[level]({ a: 1 }, "a line");
      assert.equal(log.isLevelEnabled(level), false);
    }
    assert.deepEqual(lines, [
      `the logger failed at ${level}, and is not complained of again: TypeError: the disk is full`,
    ]);
  }
});

test("a logger that fails later, as an async one does, is no unhandled rejection", async (t) => {
  const lines = watchStderr(t);
  const log = safeLogger(failing(() => Promise.reject(new Error("no connection"))));
  log.info("one");
  log.error("two");
  await new Promise(setImmediate);
  assert.deepEqual(lines, [
    "the logger failed at info, and is not complained of again: Error: no connection",
  ]);
});

test("whatever a logger throws can be told in one line", (t) => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const message = {
    get: () => {
      throw new Error("no message");
    },
  };
  const thrown: [unknown, RegExp][] = [
    [undefined, /: undefined$/],
    [null, /: null$/],
    [Symbol("s"), /: Symbol\(s\)$/],
    ["a".repeat(1_000), /: a{200}$/],
    ["\u001b[2J\r\nred", /: +\[2J red$/],
    [Object.create(null), /: something that cannot be shown$/],
    [proxy, /: something that cannot be shown$/],
    [Object.defineProperty(new Error("x"), "message", message), /: something that cannot be shown$/],
  ];
  for (const [value, wanted] of thrown) {
    const lines = watchStderr(t);
    safeLogger(
      failing(() => {
        throw value;
      }),
    ).info("x");
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? "", wanted);
  }
});

test("stderr that cannot be written to is borne, and tried again at the next failure", (t) => {
  let tries = 0;
  t.mock.method(console, "error", () => {
    tries += 1;
    if (tries === 1) throw new Error("closed");
  });
  const log = safeLogger(
    failing(() => {
      throw new Error("x");
    }),
  );
  for (let i = 0; i < 4; i++) log.info("x");
  assert.equal(tries, 2);
});

test("what a good logger is told, it is told unchanged, and by its own object", () => {
  class Backend extends LogBook {
    override readonly warn = (...args: unknown[]) => void this.told.push(args);
    readonly told: unknown[] = [];
    override isLevelEnabled(level?: LogLevel): boolean {
      return this.entries.length === 0 && level === "info";
    }
  }
  const backend = new Backend();
  const log = safeLogger(backend);
  const fields = { a: 1 };
  log.warn(fields, "said");
  log.warn("alone");
  assert.deepEqual(backend.told, [[fields, "said"], ["alone"]]);
  assert.equal((backend.told[0] as unknown[])[0], fields);
  assert.deepEqual([log.isLevelEnabled("info"), log.isLevelEnabled("debug")], [true, false]);
});

test("a logger is wrapped once, and the silent one not at all", () => {
  const book = new LogBook();
  const safe = safeLogger(book);
  assert.equal(safeLogger(book), safe);
  assert.equal(safeLogger(safe), safe);
  assert.equal(safeLogger(ray.silentLogger), ray.silentLogger);
});

test("a TcpServer whose logger throws at every call serves, bears failing handlers, and drains", async (t) => {
  const lines = watchStderr(t);
  const { server, connect } = await startLineServer(t, {
    logger: failing(() => {
      throw new Error("no log today");
    }),
    handler: async (conn) => {
      conn.write("hello\n");
      await conn.flush();
      throw new Error("this handler fails");
    },
  });
  for (let i = 0; i < 3; i++) assert.equal(await (await connect()).readUntil("\n"), "hello\n");
  const { forced } = await server.shutdown();
  assert.equal(forced, 0);
  assert.equal(server.availablePermits, 10_000);
  assert.equal(lines.length, 1);
});

/** The log of a program that has none: a line on stderr for each warning and error, whatever stands in it. */

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { load } from "../support/stage.ts";

const { stderrLogger: log } =
  await load<typeof import("../../day5/src/log/stderr-logger.ts")>("log/stderr-logger.ts");

/** What `write` prints. */
function printed(t: TestContext, write: () => void): string[] {
  const error = t.mock.method(console, "error", () => {});
  write();
  error.mock.restore();
  return error.mock.calls.map(({ arguments: [line] }) => String(line));
}

test("warnings and errors are told with their fields, and nothing below them is", (t) => {
  const lines = printed(t, () => {
    log.trace("a");
    log.debug({ b: 1 }, "b");
    log.info("c");
    log.warn({ retryInMs: 10, remote: "127.0.0.1:1" }, "accept failed");
    log.error("the end");
  });
  assert.deepEqual(lines, ['warning: accept failed retryInMs=10 remote="127.0.0.1:1"', "error: the end"]);
  const levels = (["trace", "debug", "info", "warn", "error"] as const).map((level) =>
    log.isLevelEnabled(level),
  );
  assert.deepEqual(levels, [false, false, false, true, true]);
});

test("an error comes with its stack, for who has to mend it; a warning with its words alone", (t) => {
  const [error, warning] = printed(t, () => {
    log.error({ err: new TypeError("no disk"), path: "/x" }, "handler failed");
    log.warn({ err: new TypeError("no disk") }, "connection failed");
  });
  assert.match(
    error ?? "",
    /^error: handler failed path="\/x": TypeError: no disk\n +at .*stderr-logger\.test\.ts/,
  );
  assert.equal(warning, "warning: connection failed: TypeError: no disk");
});

test("what a client has sent begins no line of its own, and no value is endless", (t) => {
  const [line] = printed(t, () => log.error({ path: "/a\nerror: all is lost\u001b[31m" }, "handler failed"));
  assert.equal(line, 'error: handler failed path="/a\\nerror: all is lost\\u001b[31m"');
  const [long] = printed(t, () => log.warn({ path: "x".repeat(10_000) }, "long"));
  assert.ok((long ?? "").length < 600);
});

test("anything may have been thrown, and any value may be a field", (t) => {
  const lines = printed(t, () => {
    log.error({ err: "just words" }, "failed");
    log.error({ err: { code: 7 } }, "failed");
    log.error({ err: null }, "failed");
    log.warn({ nothing: undefined, call: () => 1 }, "odd");
  });
  assert.deepEqual(lines.slice(0, 3), [
    'error: failed: "just words"',
    'error: failed: {"code":7}',
    "error: failed: null",
  ]);
  assert.match(lines[3] ?? "", /^warning: odd nothing=undefined call=/);
});

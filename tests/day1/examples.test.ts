/** The examples of day 1 as a person starts them: what they print, and how they end. Only day 1 has them. */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { Child } from "../support/child.ts";
import { RawClient } from "../support/raw-client.ts";
import { ray, srcDir, stage } from "../support/stage.ts";

const folder = join(srcDir, "..", "examples");
/** A learner's own copy may have no examples at all. */
const has = (file: string) => stage === 1 && existsSync(join(folder, file));

const printed: Record<string, string[]> = {
  "loop-tick.ts": [
    ...["round 1", "  ready: token 7", "  notify: sent before the round", "  timeout: due at once", "  tick"],
    ...["round 2", "  notify: sent from inside ready", "  tick"],
  ],
  "loop-timeout.ts": [
    ...["first: 30 ms", "  cleared in time: true", "second: 30 ms as well, set later"],
    ...["third: 60 ms, set first", "last: set inside a timeout, for a later round"],
    ...["  cleared again: false", "none came early: true"],
  ],
  "loop-shutdown.ts": [
    ...["first", "second"].flatMap((run) => [
      ...[`${run} run begins, running: false`, `  notify: hello, ${run} run`, "  notify: stop"],
      ...["  notify: the last one", "  tick, running: false", `${run} run has ended`],
    ]),
    `after close: closed, and "anybody there?" comes back`,
  ],
  "loop-worker.ts": [
    "the worker says: the sum up to 1 million is 500000500000",
    "the worker says: the sum up to 2 million is 2000001000000",
    "the worker says: the sum up to 3 million is 4500001500000",
    ...["the worker says: that was all", "the loop has ended"],
  ],
};

async function startEcho(t: TestContext, env: Record<string, string> = {}) {
  const child = Child.run(t, join(folder, "main.ts"), { HOST: "127.0.0.1", PORT: "0", ...env });
  const [, port] = await child.printed(/^listening on tcp:\/\/127\.0\.0\.1:(\d+)\n$/);
  const connect = () => RawClient.connect({ host: "127.0.0.1", port: Number(port) }, { t });
  return { child, port: String(port), connect };
}

// Two processes at a time: each start is all CPU, and more at once would only be slower.
describe("examples of day 1", { concurrency: 2 }, () => {
  for (const [file, lines] of Object.entries(printed)) {
    test(`${file} prints what its header promises`, { skip: !has(file) }, async (t) => {
      const exit = await Child.run(t, join(folder, file)).exited;
      assert.equal(exit.stderr, "");
      assert.deepEqual(exit.stdout.split("\n"), [...lines, ""]);
      assert.equal(exit.code, 0);
    });
  }

  const skip = !has("main.ts");

  test("main.ts echoes lines, refuses one that is too long, and ctrl-c drains it to exit 0", {
    skip,
  }, async (t) => {
    const { child, connect } = await startEcho(t);
    const [client, long] = [await connect(), await connect()];
    client.send("hello\r\nwor");
    assert.equal(await client.readUntil("\n"), "hello\n");
    client.send("ld\n");
    assert.equal(await client.readUntil("\n"), "world\n");
    long.send("x".repeat(70_000));
    assert.equal(await long.readAll(), "ERR line too long\n");
    // Windows has no signals that a process could catch.
    if (process.platform === "win32") return;
    child.kill("SIGINT");
    assert.equal(await client.readAll(), "", "an idle client is let go at once");
    const exit = await child.exited;
    assert.deepEqual([exit.code, exit.signal, exit.stderr], [0, null, ""]);
  });

  test("main.ts: SIGTERM ends it like ctrl-c, and MAX_CONNECTIONS bounds its clients", {
    skip,
  }, async (t) => {
    if (process.platform === "win32") return t.skip("no signals");
    const { child, connect } = await startEcho(t, { MAX_CONNECTIONS: "1" });
    const [first, second] = [await connect(), await connect()];
    second.send("second\n");
    first.send("first\n");
    await first.readUntil("\n");
    assert.equal(second.received, "");
    first.end();
    assert.equal(await second.readUntil("\n"), "second\n");
    child.kill("SIGTERM");
    assert.equal((await child.exited).code, 0);
  });

  test("main.ts: a connection that fails is one line on stderr, and the others go on (seed 000.11)", {
    skip,
  }, async (t) => {
    const { child, connect } = await startEcho(t, { MAX_CONNECTIONS: "1" });
    const [broken, whole] = [await connect(), await connect()];
    broken.send("half a li");
    broken.end();
    whole.send("whole\n");
    assert.equal(await whole.readUntil("\n"), "whole\n", "the permit came back");
    whole.end();
    assert.equal(await whole.readAll(), "");
    if (process.platform === "win32") return;
    child.kill("SIGINT");
    const { code, stderr } = await child.exited;
    assert.match(stderr, /^connection failed: ConnError: [^\n]+\n$/);
    assert.equal(code, 0);
  });

  const mistakes: [string, string, RegExp][] = [
    ["a word as PORT", "abc", /^port "abc" is not a number from 0 to 65535; set another PORT\n$/],
    ["a PORT beyond the last", "70000", /^port "70000" is not a number from 0 to 65535; set another PORT\n$/],
    ["a PORT in use", "busy", /^cannot listen on 127\.0\.0\.1:\d+: another program uses this port;[^\n]*\n$/],
  ];
  for (const [what, port, message] of mistakes) {
    test(`main.ts: ${what} is one line on stderr and exit 1`, { skip }, async (t) => {
      const taken = await ray.TcpListener.bind("127.0.0.1:0");
      t.after(() => taken.close());
      const busy = "port" in taken.address ? String(taken.address.port) : "";
      const PORT = port === "busy" ? busy : port;
      const exit = await Child.run(t, join(folder, "main.ts"), { HOST: "127.0.0.1", PORT }).exited;
      assert.match(exit.stderr, message);
      assert.equal(exit.stdout, "");
      assert.equal(exit.code, 1);
    });
  }
});

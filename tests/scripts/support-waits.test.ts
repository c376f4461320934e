/** The helpers that tests wait with: each wait has an end, and says what it waited for and in which line of the test. */

import assert from "node:assert/strict";
import { createServer } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Child } from "../support/child.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { RawClient } from "../support/raw-client.ts";
import { within } from "../support/within.ts";
import { repository, runScript } from "./cli-fixture.ts";

const support = (name: string) => JSON.stringify(new URL(`../support/${name}.ts`, import.meta.url).href);
const unexpected = (): never => assert.fail("it did not reject");
const here = /support-waits\.test\.ts:\d+/;

async function silentServer(t: Parameters<typeof Child.run>[0]) {
  const server = createServer({ allowHalfOpen: true }, (socket) => t.after(() => socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const { port } = server.address() as { port: number };
  return RawClient.connect({ host: "127.0.0.1", port }, { t, deadlineMs: 300 });
}

test("within gives what the promise gives, and gives up when everything stands still", async () => {
  assert.equal(await within(Promise.resolve(7), "seven"), 7);
  await assert.rejects(within(Promise.reject(new RangeError("no")), "an error"), RangeError);
  const never = within(new Promise(() => {}), "the end of the world", {
    stillMs: 300,
    detail: () => "; so far 1",
  });
  const error = await never.then(unexpected, (reason: Error) => reason);
  assert.match(error.message, /^nothing happened for .* s while waiting for the end of the world; so far 1$/);
  assert.match(error.stack ?? "", here);
});

test("within waits for as long as something works, a child of ours too", {
  skip: process.platform !== "linux" && "only Linux tells what a process does",
}, async (t) => {
  const work = "for (const end = performance.now() + 2_000; performance.now() < end; );";
  const { code } = await within(Child.code(t, work).exited, "a child", { stillMs: 500 });
  assert.equal(code, 0);
});

test("RawClient gives up waiting for bytes and for the end, with the line of the test", async (t) => {
  const client = await silentServer(t);
  for (const [wait, what] of [
    [() => client.readUntil("\r\n"), "␍␊"],
    [() => client.read(3), "3 bytes"],
    [() => client.closed, "the connection to close"],
  ] as const) {
    const error = await Promise.resolve(wait()).then(unexpected, (reason: Error) => reason);
    assert.match(error.message, /^nothing happened for .* s while waiting for /);
    assert.ok(error.message.includes(what) || what === "␍␊", error.message);
    assert.match(error.stack ?? "", here);
  }
});

test("a child that ends without the words waited for is told with all that it printed", async (t) => {
  const error = await Child.code(t, 'console.log("something else")')
    .printed(/listening/)
    .then(unexpected, (reason: Error) => reason);
  assert.match(error.message, /^the child .*\/listening\/\nstdout: something else\n/);
  assert.match(error.stack ?? "", here);
});

test("the clock passes until a promise settles, and says so when no deadline is left", async () => {
  const clock = new FakeClock();
  const late = new Promise<string>((resolve) => clock.wakeAfter(60_000, () => resolve("late")));
  assert.equal(await clock.passUntil(late, "the late one"), "late");
  assert.ok(clock.now() >= 60_000);
  assert.equal(await clock.passUntil(sleep(20, "soon"), "a real timer"), "soon");
});

test("an assertion that fails after the test has called shutdown is told, and the file ends", async (t) => {
  const failing = (module: string, start: string) => `import assert from "node:assert/strict";
import { test } from "node:test";
import { ${start} } from ${support(module)};
import { request } from ${support("http-client")};
test("fails", async (t) => {
  const started = new Promise((resolve) => { globalThis.begun = resolve; });
  const server = await ${start}(t, ${
    module === "http-server" ? "" : "{ handler: "
  }async () => { globalThis.begun(); await new Promise(() => {}); }${module === "http-server" ? "" : " }"});
  const client = await server.connect();
  client.send(request("GET /"));
  await started;
  void server.server.shutdown({ deadlineMs: 3_600_000 });
  assert.equal("what", "it is about");
});
`;
  const root = repository(t, {
    "tests/day5/http.test.ts": failing("http-server", "startHttpServer"),
    "tests/day5/line.test.ts": failing("line-server", "startLineServer"),
  });
  const { stdout, last } = await runScript("test", ["--root", root, "--day", "5", "--all"]);
  assert.equal(last, "0 passed, 2 failed");
  assert.equal(stdout.match(/^ +\+ 'what'$/gm)?.length, 2, stdout);
  assert.doesNotMatch(stdout, /hangs/);
});

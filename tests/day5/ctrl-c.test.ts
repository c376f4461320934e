/** Ctrl-c, with real programs and real signals: the first one drains, the second one does not wait. */

import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Child } from "../support/child.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { RawClient } from "../support/raw-client.ts";
import { refused } from "../support/refused.ts";

const program = fileURLToPath(new URL("fixtures/slow-server.ts", import.meta.url));
// Windows has no signals to send to a child.
const options = {
  concurrency: 2,
  skip: process.platform === "win32" ? "there are no signals here" : false,
};

async function start(t: TestContext, env: Record<string, string> = {}) {
  const child = Child.run(t, program, env);
  const [, port] = await child.printed(/listening on http:\/\/127\.0\.0\.1:(\d+)\n/);
  const connect = () => RawClient.connect({ host: "127.0.0.1", port: Number(port) }, { t });
  return { child, connect };
}

/** Clients whose requests for `/slow` have all reached the handler. */
async function slowRequests({ child, connect }: Awaited<ReturnType<typeof start>>, count: number) {
  const clients = await Promise.all(Array.from({ length: count }, connect));
  for (const client of clients) client.send(request("GET /slow"));
  await child.printed(new RegExp(`(?:"route":"GET /slow","msg":"route chosen"[^]*){${count}}`));
  return clients;
}

describe("ctrl-c", options, () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    test(
      `I4: the first ${signal} drains: what has begun is answered, late clients are refused, exit 0`,
      options,
      async (t) => {
        const running = await start(t);
        const { child, connect } = running;
        const [slow] = (await slowRequests(running, 1)) as [RawClient];
        const release = await connect();
        release.send(request("POST /release", { Expect: "100-continue", "Content-Length": "2" }));
        // The handler waits for the body: this request has begun as well.
        await release.readUntil("HTTP/1.1 100 Continue\r\n\r\n");
        const idle = await connect();
        idle.send(request("GET /nobody"));
        await readAnswer(idle);

        child.kill(signal);
        await child.printed(/"connections":3,"msg":"draining"/);
        assert.equal(await idle.readAll(), "", "who waits between two requests is sent away");
        assert.equal(await refused(connect), "ECONNREFUSED");
        release.send("go");
        assert.equal((await readAnswer(release)).text, "released");
        const answer = await readAnswer(slow);
        assert.equal(answer.text, "the slow answer, complete");
        assert.equal(answer.field("connection"), "close");
        await Promise.all([slow.readAll(), release.readAll()]);

        const { code, stdout, stderr } = await child.exited;
        assert.equal(code, 0);
        assert.match(stdout, /"finished":3,"forced":0,"msg":"stopped"}\n.*"msg":"run has returned"}\n$/);
        assert.equal(stderr, "");
      },
    );
  }

  for (const [first, second] of [
    ["SIGINT", "SIGINT"],
    ["SIGINT", "SIGTERM"],
  ] as const) {
    test(`I4: ${second} after ${first} ends the program at once, with 130`, async (t) => {
      const running = await start(t);
      const { child } = running;
      const [slow] = (await slowRequests(running, 1)) as [RawClient];
      child.kill(first);
      await child.printed(/"msg":"draining"/);
      child.kill(second);
      const { code, stdout } = await child.exited;
      assert.equal(code, 130);
      assert.match(
        stdout,
        new RegExp(`"level":30,.*"signal":"${second}","msg":"asked again: ends at once"}\n$`),
      );
      assert.doesNotMatch(stdout, /"msg":"stopped|run has returned/);
      await slow.closed;
      assert.equal(slow.received, "");
    });
  }

  test("I4: under npm one press is two signals: the second of them is no order to stop at once", async (t) => {
    const running = await start(t, { npm_lifecycle_event: "day5" });
    const [slow] = (await slowRequests(running, 1)) as [RawClient];
    const release = await running.connect();
    release.send(request("POST /release", { Expect: "100-continue", "Content-Length": "2" }));
    await release.readUntil("HTTP/1.1 100 Continue\r\n\r\n");
    running.child.kill("SIGINT");
    running.child.kill("SIGTERM");
    await running.child.printed(/"msg":"draining"/);
    release.send("go");
    assert.equal((await readAnswer(slow)).text, "the slow answer, complete");
    assert.equal((await running.child.exited).code, 0);
  });

  // The handlers hold timers: the program must not live on for their sake.
  test("I4: at the deadline the rest is cut off: exit 1, and the log says how many", async (t) => {
    const running = await start(t, { DEADLINE_MS: "30" });
    const [one, two] = (await slowRequests(running, 2)) as [RawClient, RawClient];
    running.child.kill("SIGINT");
    const { code, stdout } = await running.child.exited;
    assert.equal(code, 1);
    assert.match(stdout, /"level":40,.*"finished":0,"forced":2,"msg":"stopped; connections were cut off"}\n/);
    assert.match(stdout, /"msg":"run has returned"}\n$/);
    await Promise.all([one.closed, two.closed]);
    assert.equal(one.received + two.received, "");
  });

  test("I4: without a request under way the first signal ends the program at once", async (t) => {
    const { child, connect } = await start(t);
    // A connection that has not said anything is no reason to wait.
    const silent = await connect();
    silent.send(request("GET /nobody"));
    await readAnswer(silent);
    const mute = await connect();
    child.kill("SIGTERM");
    const { code, stdout } = await child.exited;
    assert.equal(code, 0);
    assert.match(stdout, /"forced":0,"msg":"stopped"/);
    await Promise.all([silent.closed, mute.closed]);
  });
});

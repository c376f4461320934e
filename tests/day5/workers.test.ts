/** Several processes on one port, as real programs: they share the work, are replaced, and stop together. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { availableParallelism } from "node:os";
import { describe, type TestContext, test } from "node:test";
import { connect as connectTls } from "node:tls";
import { fileURLToPath } from "node:url";
import { Child } from "../support/child.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { RawClient } from "../support/raw-client.ts";
import { refused } from "../support/refused.ts";
import { ray } from "../support/stage.ts";
import { within } from "../support/within.ts";

const program = fileURLToPath(new URL("fixtures/worker-server.ts", import.meta.url));
// Windows has no signals to send to a child.
const options = {
  concurrency: 2,
  skip: process.platform === "win32" ? "there are no signals here" : false,
};

async function start(t: TestContext, env: Record<string, string> = {}) {
  const child = Child.run(t, program, env);
  const [, port] = await child.printed(/listening on https?:\/\/127\.0\.0\.1:(\d+)\n/);
  const connect = () => RawClient.connect({ host: "127.0.0.1", port: Number(port) }, { t });
  const ask = async (path: string) => {
    const client = await connect();
    client.send(request(`GET ${path}`));
    return (await readAnswer(client)).text;
  };
  /** Until so many processes have answered. */
  const pids = async (count: number) => {
    const seen = new Set<number>();
    while (seen.size < count) seen.add(Number(await ask("/pid")));
    return [...seen];
  };
  return { child, port: Number(port), connect, ask, pids };
}

/** Over TLS: which process has answered, whether it knew the ticket, and the ticket that it has given. */
async function visit(port: number, version: "TLSv1.2" | "TLSv1.3", session?: Buffer) {
  const ca = readFileSync(new URL("../support/tls/cert.pem", import.meta.url));
  const given = session === undefined ? {} : { session };
  const options = { host: "127.0.0.1", port, ca, servername: "localhost", ...given };
  const socket = connectTls({ ...options, minVersion: version, maxVersion: version });
  let ticket = session;
  socket.on("session", (bytes) => {
    ticket = bytes;
  });
  socket.write(request("GET /pid"));
  let text = "";
  socket.setEncoding("latin1").on("data", (piece) => {
    text += piece;
  });
  await within(once(socket, "end"), "the end of the answer");
  const isKnown = socket.isSessionReused();
  socket.destroy();
  return { pid: Number(text.split("\r\n\r\n")[1]), isKnown, ticket };
}

describe("workers", options, () => {
  test(
    "two processes answer on one port, which is told once; ctrl-c drains both, exit 0",
    options,
    async (t) => {
      const { child, connect, pids } = await start(t);
      const [one, two] = await pids(2);
      assert.notEqual(one, two);
      const slow = await Promise.all([connect(), connect(), connect(), connect()]);
      for (const client of slow) client.send(request("GET /slow"));
      await child.printed(/(?:slow begun[\s\S]*){4}/);
      child.kill("SIGINT");
      for (const client of slow) assert.equal((await readAnswer(client)).text, "the slow answer, complete");
      const { code, stdout } = await child.exited;
      assert.equal(code, 0);
      assert.equal(stdout.match(/listening on/g)?.length, 1);
      assert.match(stdout, /"finished":[4-9],"forced":0,"msg":"all workers have ended"/);
      assert.equal(await refused(connect), "ECONNREFUSED");
    },
  );

  test("a worker that crashes is replaced, and the other one serves meanwhile", options, async (t) => {
    const { child, connect, pids } = await start(t);
    const before = await pids(2);
    const client = await connect();
    client.send(request("GET /crash"));
    await client.closed;
    await child.printed(
      /"code":3,"signal":null,"retryInMs":100,"msg":"worker ended unasked; it is replaced"/,
    );
    const during = (await pids(1))[0] as number;
    assert.ok(before.includes(during));
    await child.printed(/(?:worker started[\s\S]*){3}/);
    const after = await pids(2);
    assert.equal(after.filter((pid) => before.includes(pid)).length, 1);
    const next = await connect();
    next.send(request("GET /crash"));
    await child.printed(/"retryInMs":200/);
    child.kill("SIGTERM");
    assert.equal((await child.exited).code, 0, "what was replaced is no failure of the program");
  });

  test("what is cut off at the deadline in any worker is exit code 1", options, async (t) => {
    const { child, connect } = await start(t, { DEADLINE_MS: "200" });
    const client = await connect();
    client.send(request("GET /hang"));
    await child.printed(/hang begun/);
    child.kill("SIGTERM");
    const { code, stdout } = await child.exited;
    assert.equal(code, 1);
    assert.match(stdout, /"forced":1,"code":1,"msg":"all workers have ended; not all in order"/);
  });

  test("a second signal ends all of them at once with 130", options, async (t) => {
    const { child, connect, pids } = await start(t);
    await pids(2);
    const client = await connect();
    client.send(request("GET /hang"));
    await child.printed(/hang begun/);
    child.kill("SIGINT");
    await child.printed(/draining all workers/);
    child.kill("SIGINT");
    assert.equal((await child.exited).code, 130);
    await client.closed;
    assert.equal(await refused(connect), "ECONNREFUSED");
  });

  for (const version of ["TLSv1.2", "TLSv1.3"] as const)
    test(
      `a TLS ticket of one worker is good with the others, and behind a reload and a crash: ${version}`,
      options,
      async (t) => {
        const { child, port } = await start(t, { TLS: "1" });
        const { ticket, pid } = await visit(port, version);
        /** Until a worker has answered that is none of these. */
        const comeBack = async (known: readonly number[]): Promise<number> => {
          for (;;) {
            const { pid: other, isKnown } = await visit(port, version, ticket);
            assert.equal(isKnown, true, `worker ${other} knows the ticket of worker ${pid}`);
            if (!known.includes(other)) return other;
          }
        };
        const other = await comeBack([pid]);
        child.kill("SIGHUP");
        await child.printed(/(?:certificates reloaded[\s\S]*){2}/);
        await comeBack([pid]);
        process.kill(other, "SIGTERM");
        await child.printed(/(?:worker started[\s\S]*){3}/);
        await comeBack([pid, other]);
        child.kill("SIGTERM");
        assert.equal((await child.exited).code, 0);
      },
    );

  test(
    "the keys of the tickets never stand in an environment, which can be read while the process lives",
    options,
    async (t) => {
      const { child, port } = await start(t, { TLS: "1" });
      const { pid } = await visit(port, "TLSv1.3");
      const name = `/proc/${pid}/environ`;
      if (!existsSync(name)) return t.skip("there is no /proc here");
      const given = readFileSync(name, "latin1").split("\0");
      const own = Object.entries(process.env).map(([key, value]) => `${key}=${value}`);
      const added = given.filter((line) => line !== "" && !own.includes(line));
      assert.ok(added.includes("RAY_WORKER=1"));
      assert.deepEqual(
        added.map((line) => line.split("=")[0]).filter((key) => /key|ticket/i.test(key ?? "")),
        [],
      );
      // In base64 they have 64 characters.
      assert.ok(added.every((line) => !/=[\w+/]{64}$/.test(line)));
      child.kill("SIGTERM");
      assert.equal((await child.exited).code, 0);
    },
  );

  test("workers that are told to stop while they start end, and wait for no keys", options, async (t) => {
    const child = Child.run(t, program, { TLS: "1" });
    await child.printed(/worker started/);
    child.kill("SIGTERM");
    assert.match(String((await child.exited).code), /^[01]$/);
  });

  test("when the first process is killed, the workers end by themselves", options, async (t) => {
    const { child, connect, pids } = await start(t);
    await pids(2);
    child.kill("SIGKILL");
    await assert.rejects(child.exited, /SIGKILL|was killed/);
    for (;;) {
      const outcome = await refused(connect).catch(() => null);
      if (outcome === "ECONNREFUSED") break;
    }
  });

  test("an address in use is told once, exit 1", options, async (t) => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    t.after(() => server.close());
    const { port } = server.address() as { port: number };
    const { code, stderr } = await Child.run(t, program, { PORT: String(port) }).exited;
    assert.equal(code, 1);
    assert.equal(stderr.match(/another program uses this port/g)?.length, 1, stderr);
    assert.doesNotMatch(stderr, / at /);
  });

  test('"auto" is one for each core, and one is no worker at all', options, async (t) => {
    const { child } = await start(t, { WORKERS: "auto" });
    const cores = availableParallelism();
    if (cores > 1) await child.printed(new RegExp(`(?:worker started[\\s\\S]*){${cores}}`));
    child.kill("SIGTERM");
    assert.equal((await child.exited).code, 0);
    const single = await start(t, { WORKERS: "1" });
    single.child.kill("SIGTERM");
    const { code, stdout } = await single.child.exited;
    assert.deepEqual([code, /worker/.test(stdout)], [0, false]);
  });

  test("what cannot be a number of workers is told, and so is a listener", async () => {
    const many = "many" as "auto";
    for (const workers of [0, 1.5, 5_000])
      await assert.rejects(
        ray.run("127.0.0.1:0", () => "x", { workers }),
        RangeError,
      );
    await assert.rejects(
      ray.run("127.0.0.1:0", () => "x", { workers: many }),
      TypeError,
    );
    const listener = await ray.TcpListener.bind("127.0.0.1:0");
    await assert.rejects(
      ray.run(listener, () => "x", { workers: 2 }),
      /a listener belongs to one process/,
    );
    await listener.close();
  });
});

/** A callback of the program that throws: it is told, and every connection, task and listener lives on. */

import assert from "node:assert/strict";
import { test as once, type TestContext } from "node:test";
import { Child } from "../support/child.ts";
import { connPair } from "../support/conn-pair.ts";
import { FakeClock, rounds } from "../support/fake-clock.ts";
import { newReactor, test } from "../support/grounds.ts";
import { HandSource } from "../support/loop-log.ts";
import { RawClient } from "../support/raw-client.ts";
import { someOn } from "../support/sizes.ts";
import { load, ray, srcDir } from "../support/stage.ts";

const boom = new Error("boom");
const fail = () => {
  throw boom;
};

/** A reactor whose errors are kept, on a clock that stands still. */
function reactor(t: TestContext) {
  const errors: unknown[] = [];
  const clock = new FakeClock();
  return { clock, errors, reactor: newReactor(t, { clock, onError: (error) => errors.push(error) }) };
}

test("an onClose listener that throws is told to the reactor, and the next connections are served", async (t) => {
  const { errors, reactor: shared } = reactor(t);
  const listener = await ray.TcpListener.bind("127.0.0.1:0", { reactor: shared });
  const lines = new ray.LineCodec();
  const server = new ray.TcpServer(
    listener,
    async (conn) => {
      conn.onClose(fail);
      const line = await conn.readFrame(lines);
      if (line !== null) conn.writeFrame(line, lines);
    },
    { reactor: shared },
  );
  const running = server.run();
  for (let n = 1; n <= 3; n += 1) {
    const client = await RawClient.connect(listener.address as { host: string; port: number }, { t });
    client.send(`hello ${n}\n`);
    assert.equal(await client.readAll(), `hello ${n}\n`);
    await client.closed;
  }
  await server.shutdown();
  await running;
  assert.deepEqual(errors, [boom, boom, boom]);
});

for (const [what, make] of [
  ["throws", () => fail],
  ["rejects", () => () => Promise.reject(boom)],
] as const) {
  for (const place of ["onClose", "onEnd"] as const) {
    test(`of two ${place} listeners, one that ${what} keeps the other from nothing`, async (t) => {
      const { conn, client, reactor: shared } = await connPair(t);
      const told: unknown[] = [];
      shared.onError = (error) => told.push(error);
      const calls: string[] = [];
      conn[place](make() as () => void);
      conn[place](() => calls.push("the other"));
      conn.readFrame(new ray.LineCodec());
      client.end();
      await conn.close();
      await rounds();
      assert.deepEqual([calls, told], [["the other"], [boom]]);
    });
  }
}

test("onEnd tells a listener once: at the peer's end and not again when the socket is gone", async (t) => {
  const { conn, client } = await connPair(t);
  const calls: string[] = [];
  conn.onEnd(() => calls.push("early"));
  conn.onEnd(() => calls.push("taken back"))();
  const read = conn.readFrame(new ray.LineCodec());
  client.end();
  assert.equal(await read, null);
  await rounds();
  assert.deepEqual(calls, ["early"], "at the peer's end");
  conn.onEnd(() => calls.push("late"))();
  assert.deepEqual(calls, ["early", "late"], "at once");
  await conn.close();
  assert.deepEqual(calls, ["early", "late"], "not again");
  conn.onEnd(() => calls.push("after"));
  assert.deepEqual(calls, ["early", "late", "after"]);
});

test("onEnd tells of a reset too, and of our own cut", async (t) => {
  for (const how of ["reset", "destroy"] as const) {
    const { conn, client } = await connPair(t);
    let calls = 0;
    conn.onEnd(() => {
      calls += 1;
    });
    const read = Promise.resolve(conn.readFrame(new ray.LineCodec())).catch(() => {});
    if (how === "reset") client.reset();
    else conn.destroy();
    await read;
    await conn.close();
    assert.equal(calls, 1, how);
  }
});

test("a waker that throws is told, and its connection still ends and is let go of", async (t) => {
  const { conn, client, clock, reactor: shared } = await connPair(t);
  const told: unknown[] = [];
  shared.onError = (error) => told.push(error);
  conn.readDeadline.set(1_000);
  assert.equal(conn.pollFrame(new ray.LineCodec(), { wake: fail }), ray.PENDING);
  client.reset();
  await client.closed;
  await conn.close();
  await rounds();
  assert.deepEqual([told, conn.isClosed, clock.pending], [[boom], true, 0]);
});

test("a waker that throws when a read is cancelled does not keep close from closing", async (t) => {
  const { conn, client, reactor: shared } = await connPair(t);
  const told: unknown[] = [];
  shared.onError = (error) => told.push(error);
  conn.pollFrame(new ray.LineCodec(), { wake: fail });
  const closed = conn.close();
  assert.equal(await client.readAll(), "");
  await closed;
  assert.deepEqual(told, [boom]);
});

test("tasks that throw, now or later, keep no other task of their round from running", async (t) => {
  const { clock, errors, reactor: shared } = reactor(t);
  const calls: string[] = [];
  shared.after(10, fail);
  shared.after(10, { run: fail });
  shared.after(10, () => Promise.reject(boom) as never);
  shared.after(10, () => {
    calls.push("due");
    shared.defer(fail);
    shared.defer({ run: fail });
    shared.defer(() => calls.push("deferred"));
  });
  await clock.pass(10);
  assert.deepEqual(calls, ["due", "deferred"]);
  assert.deepEqual(errors, [boom, boom, boom, boom, boom]);
  shared.after(10, () => calls.push("next"));
  await clock.pass(10);
  assert.equal(calls.at(-1), "next");
  assert.equal(clock.pending, 0, "the reactor sleeps");
});

test("a waker of a source that throws is woken again at the next news", async (t) => {
  const { errors, reactor: shared } = reactor(t);
  const source = new HandSource();
  shared.register(source, fail);
  source.becomes(ray.EventSet.readable);
  await rounds();
  source.becomes(ray.EventSet.readable);
  assert.deepEqual(errors, [boom, boom]);
  shared.deregister(source);
});

test("a delay that is none is refused, and leaves nothing that keeps the process alive", async (t) => {
  const { clock, reactor: shared } = reactor(t);
  assert.throws(() => shared.after(Number.NaN, () => {}), RangeError);
  await rounds();
  assert.equal(clock.pending, 0);
});

type UnheardModule = typeof import("../../day5/src/sync/unheard.ts");

/** What a child prints on stderr when `code` has run; `ray` is the stage under test. */
async function stderrOf(t: Parameters<typeof Child.code>[0], code: string): Promise<string> {
  const stageFile = new URL("../support/stage.ts", import.meta.url).href;
  const { stderr, ...exit } = await Child.code(
    t,
    `const { ray } = await import(${JSON.stringify(stageFile)});
     const boom = new Error("boom\\nof two lines");
     ${code}`,
  ).exited;
  assert.deepEqual([exit.code, exit.stdout], [0, "alive\n"], stderr);
  return stderr;
}

const line = "a callback failed, all else goes on: Error: boom of two lines\n";

for (const [what, code] of someOn(1, [
  ["of the default reactor", "ray.defaultReactor.after(1, () => { throw boom; });"],
  [
    "and an onError that fails in its turn",
    `ray.defaultReactor.onError = () => { throw boom; };
     ray.defaultReactor.after(1, () => { throw boom; });`,
  ],
  [
    "of a task tracker",
    `const tracker = new ray.TaskTracker();
     tracker.track(Promise.resolve());
     tracker.onIdle(() => { throw boom; });
     await new Promise((resolve) => tracker.onIdle(resolve));`,
  ],
  [
    "of a shutdown, later",
    `const source = new ray.ShutdownSource();
     source.subscribe().onShutdown(async () => { await null; throw boom; });
     source.signal();`,
  ],
] as const)) {
  once(`an error that nobody is there to hear, ${what}, is a line on stderr`, async (t) => {
    const stderr = await stderrOf(
      t,
      `${code} await new Promise((resolve) => setTimeout(resolve, 20)); console.log("alive");`,
    );
    assert.equal(stderr.replaceAll(line, ""), "");
    assert.ok(stderr.startsWith(line));
  });
}

once("whatever is thrown is one line of bounded length, and telling it never throws", async (t) => {
  const url = new URL(`file://${srcDir}/sync/unheard.ts`).href;
  const stderr = await stderrOf(
    t,
    `const { tellUnheard } = await import(${JSON.stringify(url)});
     const getter = Object.defineProperty(new Error("x"), "message", { get() { throw 1; } });
     const { proxy, revoke } = Proxy.revocable(new Error("y"), {});
     revoke();
     for (const thrown of [null, undefined, "text\\nof two", Symbol("s"), Object.create(null), getter, proxy,
       Object.freeze(new Error("frozen")), new Error("z".repeat(1e6))]) tellUnheard(thrown);
     console.log("alive");`,
  );
  const lines = stderr.trimEnd().split("\n");
  assert.equal(lines.length, 9);
  for (const told of lines) {
    assert.ok(told.startsWith("a callback failed, all else goes on: ") && told.length < 600, told);
  }
});

once("callGuarded gives what is thrown and what rejects to whoever is told", async () => {
  const { callGuarded } = await load<UnheardModule>("sync/unheard.ts");
  const told: unknown[] = [];
  callGuarded(fail, (error) => told.push(error));
  callGuarded(
    () => Promise.reject(boom),
    (error) => told.push(error),
  );
  callGuarded(
    () => "fine",
    (error) => told.push(error),
  );
  await rounds();
  assert.deepEqual(told, [boom, boom]);
});

/** What both reactors promise: news by source, timers that can be taken back, tasks once a round, an end. */

import assert from "node:assert/strict";
import { Child } from "../support/child.ts";
import { FakeClock, rounds } from "../support/fake-clock.ts";
import { groundOf, newReactor, test } from "../support/grounds.ts";
import { HandSource } from "../support/loop-log.ts";
import { load, ray } from "../support/stage.ts";

const { EventSet } = ray;

test("after calls once, in order, and what is taken back is not called", async (t) => {
  const clock = new FakeClock();
  const reactor = newReactor(t, { clock });
  const calls: string[] = [];
  reactor.after(20, () => calls.push("second"));
  reactor.after(10, () => calls.push("first"));
  const cancel = reactor.after(15, () => calls.push("taken back"));
  cancel();
  cancel();
  await clock.pass(9);
  assert.deepEqual(calls, []);
  await clock.pass(11);
  assert.deepEqual(calls, ["first", "second"]);
  cancel();
  assert.equal(reactor.now, 20);
});

test("a source wakes its own waker until it is deregistered", (t) => {
  const reactor = newReactor(t, { clock: new FakeClock() });
  const sources = [new HandSource(), new HandSource(), new HandSource()] as const;
  const news: string[] = [];
  const register = (source: HandSource, name: string) =>
    reactor.register(source, (events) => news.push(`${name} ${events}`));
  register(sources[0], "a");
  register(sources[1], "b");
  sources[0].becomes(EventSet.readable);
  sources[1].becomes(EventSet.writable);
  assert.deepEqual(news.splice(0), ["a 1", "b 2"]);
  reactor.deregister(sources[0]);
  sources[0].becomes(EventSet.readable);
  register(sources[2], "c");
  sources[2].becomes(EventSet.readable);
  assert.deepEqual(news, ["c 1"]);
  reactor.deregister(sources[1]);
  reactor.deregister(sources[2]);
});

test("a source that is registered twice, or deregistered twice, is a mistake of the caller", (t) => {
  const reactor = newReactor(t, { clock: new FakeClock() });
  const source = new HandSource();
  reactor.register(source, () => {});
  assert.throws(() => reactor.register(source, () => {}), /registered already/);
  reactor.deregister(source);
  assert.throws(() => reactor.deregister(source), /not registered/);
});

test("a source that is ready when it comes is told of later, once, unless it has gone by then", async (t) => {
  const clock = new FakeClock();
  const reactor = newReactor(t, { clock });
  const [stays, goes] = [new HandSource(), new HandSource()];
  const news: string[] = [];
  for (const source of [stays, goes]) source.becomes(EventSet.readable);
  reactor.register(stays, (events) => {
    news.push(`stays ${events}`);
    reactor.deregister(goes);
  });
  reactor.register(goes, (events) => news.push(`goes ${events}`));
  assert.deepEqual(news, [], "not from inside register");
  await rounds();
  assert.deepEqual(news, ["stays 1"]);
  await rounds();
  assert.deepEqual(news, ["stays 1"]);
  reactor.deregister(stays);
});

test("what is deferred runs though nothing is registered and no timer is pending", async (t) => {
  const reactor = newReactor(t, { clock: new FakeClock() });
  const calls: string[] = [];
  reactor.defer(() => calls.push("one"));
  reactor.defer({ run: () => calls.push("two") });
  assert.deepEqual(calls, [], "not at once");
  await rounds();
  assert.deepEqual(calls, ["one", "two"]);
});

test("a timer whose wake-up comes early waits again: a task is never early", async (t) => {
  const clock = new FakeClock();
  const early = {
    now: () => clock.now(),
    wakeAfter: (ms: number, wake: () => void) => clock.wakeAfter(Math.min(ms, 7), wake),
  };
  const reactor = newReactor(t, { clock: early });
  const at: number[] = [];
  reactor.after(20, () => at.push(clock.now()));
  const timer = reactor.arm(30, () => at.push(clock.now()));
  await clock.pass(25);
  reactor.disarm(timer);
  reactor.disarm(timer);
  await clock.pass(100);
  assert.equal(clock.pending, 0);
  assert.deepEqual(at, [20]);
});

test("what is deferred runs once, at the end of the round, and may defer again", async (t) => {
  const clock = new FakeClock();
  const reactor = newReactor(t, { clock });
  const source = new HandSource();
  const calls: string[] = [];
  reactor.register(source, () => {
    calls.push("ready");
    reactor.defer(() => {
      calls.push("deferred");
      reactor.defer(() => calls.push("deferred again"));
    });
    reactor.after(0, () => calls.push("timeout"));
  });
  await rounds();
  source.becomes(EventSet.readable);
  source.becomes(EventSet.readable);
  calls.push("poll phase ends");
  await clock.pass(0);
  assert.deepEqual(calls.slice(0, 3), ["ready", "ready", "poll phase ends"]);
  const later = calls.slice(3);
  assert.equal(later.filter((call) => call === "deferred").length, 2);
  assert.equal(later.filter((call) => call === "deferred again").length, 2);
  assert.ok(later.lastIndexOf("deferred") < later.indexOf("deferred again"), later.join(", "));
  reactor.deregister(source);
});

test("a reactor that came to rest starts again, also from inside its last callback", async (t) => {
  const clock = new FakeClock();
  const reactor = newReactor(t, { clock });
  const calls: number[] = [];
  reactor.after(10, () => {
    calls.push(1);
    reactor.after(10, () => calls.push(2));
  });
  await clock.pass(20);
  assert.equal(clock.pending, 0, "at rest");
  reactor.after(5, () => calls.push(3));
  await clock.pass(5);
  assert.deepEqual(calls, [1, 2, 3]);
  assert.equal(clock.pending, 0, "at rest again");
});

test("a process that used a reactor and a server ends by itself when they are done", async (t) => {
  const stageFile = new URL("../support/stage.ts", import.meta.url).href;
  const code = `
    import { connect } from "node:net";
    const { ray } = await import(${JSON.stringify(stageFile)});
    const { LineCodec, TcpListener, TcpServer } = ray;
    const reactor = new ray.${groundOf(t)}();
    await new Promise((resolve) => reactor.after(1, resolve));
    reactor.after(1e9, () => {})();
    const listener = await TcpListener.bind("127.0.0.1:0", { reactor });
    const server = new TcpServer(listener, async (conn) => {
      const lines = new LineCodec();
      conn.readDeadline.set(60_000);
      conn.writeFrame(await conn.readFrame(lines), lines);
    }, { reactor });
    const running = server.run();
    const client = connect(listener.address.port);
    client.end("hello\\n");
    for await (const chunk of client) process.stdout.write(chunk);
    const { finished, forced } = await server.shutdown();
    await running;
    // The loop's last round ends behind the news of it.
    for (let n = 0; n < 3; n += 1) await new Promise((resolve) => setImmediate(resolve));
    // stdout and stderr are ours; a socket, a server or a timer would be the framework's.
    const names = process.getActiveResourcesInfo().filter((name) => /TCP|Timeout|Immediate/.test(name));
    console.log(JSON.stringify({ finished, forced, names }));`;
  const exit = await Child.code(t, code).exited;
  assert.equal(exit.stderr, "");
  const [echo, report = ""] = exit.stdout.split("\n");
  assert.equal(echo, "hello");
  const { names, forced } = JSON.parse(report) as { names: string[]; forced: number };
  assert.deepEqual(names, [], "nothing is left");
  assert.equal(forced, 0);
  assert.equal(exit.code, 0);
});

type DeadlineModule = typeof import("../../day5/src/net/deadline.ts");

test("a deadline that is set again and again keeps its timer, and tells how much is left", async (t) => {
  const { Deadline } = await load<DeadlineModule>("net/deadline.ts");
  const clock = new FakeClock();
  const reactor = newReactor(t, { clock });
  let timers = 0;
  const arm = reactor.arm.bind(reactor);
  reactor.arm = (ms, task) => {
    timers += 1;
    return arm(ms, task);
  };
  let expired = 0;
  const deadline = new Deadline(reactor, () => {
    expired += 1;
  });
  assert.deepEqual(
    [deadline.isSet, deadline.isPast, deadline.remainingMs],
    [false, false, Number.POSITIVE_INFINITY],
  );
  // A timer lasts 50 ms here, so 1,000 settings in as many milliseconds need 20 of them and the first.
  for (let n = 0; n < 1_000; n += 1) {
    deadline.set(50);
    await clock.pass(1);
  }
  assert.ok(timers >= 2 && timers <= 21, `${timers} timers were armed`);
  assert.deepEqual([deadline.isSet, deadline.isPast, expired], [true, false, 0]);
  assert.equal(deadline.remainingMs, 49);
  await clock.pass(49);
  assert.deepEqual([deadline.isSet, deadline.isPast, expired], [true, true, 1]);
  assert.equal(deadline.remainingMs, 0);
  deadline.set(10);
  deadline.dispose();
  deadline.dispose();
  await clock.pass(10);
  assert.deepEqual([deadline.isSet, deadline.isPast, expired], [false, false, 1]);
  assert.equal(clock.pending, 0);
});

/** The listener: connections in the order they came, a bounded queue, and a close that refuses at once. */

import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import type { Server, Socket } from "node:net";
import { type TestContext, test } from "node:test";
import type { ListenerOptions } from "../../day5/src/net.ts";
import { rounds } from "../support/fake-clock.ts";
import { RawClient } from "../support/raw-client.ts";
import { load, ray } from "../support/stage.ts";

async function bind(t: TestContext, options: ListenerOptions = {}) {
  const listener = await ray.TcpListener.bind("127.0.0.1:0", options);
  t.after(() => listener.close());
  const connect = () => RawClient.connect(listener.address, { t });
  const accept = async () => {
    const conn = await listener.accept();
    assert.ok(conn);
    t.after(() => conn.destroy());
    return conn;
  };
  return { listener, connect, accept };
}

const firstLine = async (conn: Awaited<ReturnType<Awaited<ReturnType<typeof bind>>["accept"]>>) =>
  String(await conn.readFrame(new ray.LineCodec()));

test("port 0 is a free port, and the address tells which", async (t) => {
  const { listener } = await bind(t);
  assert.ok("port" in listener.address);
  assert.ok(listener.address.port > 0);
  assert.equal(listener.address.host, "127.0.0.1");
});

test("clients that wait are accepted in the order they came, with all they have sent", async (t) => {
  const { connect, accept } = await bind(t);
  for (const name of ["first", "second", "third"]) (await connect()).send(`${name}\n`);
  await rounds(3);
  for (const name of ["first", "second", "third"]) assert.equal(await firstLine(await accept()), name);
});

test("accept waits for a client, one accept at a time", async (t) => {
  const { listener, connect } = await bind(t);
  const accepting = listener.accept();
  await assert.rejects(async () => listener.accept(), /one accepter/);
  await connect();
  const conn = await accepting;
  assert.ok(conn);
  conn.destroy();
});

test("more clients than may wait are turned away and counted; the others keep their place", async (t) => {
  const { listener, connect, accept } = await bind(t, { maxWaiting: 2 });
  const clients = [await connect(), await connect(), await connect()] as const;
  await clients[2].closed;
  assert.equal(listener.dropped, 1);
  for (const client of clients.slice(0, 2)) {
    client.send("hello\n");
    assert.equal(await firstLine(await accept()), "hello");
  }
  const late = await connect();
  late.send("there is room again\n");
  assert.equal(await firstLine(await accept()), "there is room again");
});

test("ND1: a client that gave up while it waited is noticed at its first read, and disturbs nobody", async (t) => {
  const { connect, accept } = await bind(t);
  const gone = await connect();
  gone.reset();
  await gone.closed;
  (await connect()).send("still here\n");
  const conn = await accept();
  await assert.rejects(async () => conn.readFrame(new ray.LineCodec()), { code: "RESET" });
  assert.equal(await firstLine(await accept()), "still here");
});

test("close refuses new clients at once, ends those who wait, and answers accept with null", async (t) => {
  const { listener, connect, accept } = await bind(t);
  (await connect()).send("hello\n");
  const served = await accept();
  const waiting = await connect();
  await rounds(3);
  await listener.close();
  await assert.rejects(connect(), { code: "ECONNREFUSED" });
  await waiting.closed;
  assert.equal(await listener.accept(), null);
  assert.equal(await firstLine(served), "hello", "who was accepted stays");
  await listener.close();
  const again = await ray.TcpListener.bind(listener.address);
  await again.close();
});

test("an accept that waits is answered with null by close", async (t) => {
  const { listener } = await bind(t);
  const accepting = listener.accept();
  await listener.close();
  assert.equal(await accepting, null);
});

test("a connection to a listener on all addresses knows which one was called", async (t) => {
  const listener = await ray.TcpListener.bind("0.0.0.0:0");
  t.after(() => listener.close());
  assert.ok("port" in listener.address);
  const { port } = listener.address;
  assert.deepEqual(listener.address, { host: "0.0.0.0", port });
  await RawClient.connect({ host: "127.0.0.1", port }, { t });
  const conn = await listener.accept();
  assert.deepEqual(conn?.localAddress, { host: "127.0.0.1", port });
  conn?.destroy();
});

test("what the system reports while listening rejects one accept, and the listener goes on", async (t) => {
  // The net.Server has no other way to its inside: it is found among the handles that this accept opened.
  const inside = process as unknown as { _getActiveHandles(): unknown[] };
  const before = new Set(inside._getActiveHandles());
  const { listener, connect, accept } = await bind(t);
  const server = inside._getActiveHandles().find((handle) => !before.has(handle)) as Server;
  const failed = assert.rejects(listener.accept(), { code: "EMFILE" });
  server.emit("error", Object.assign(new Error("too many open files"), { code: "EMFILE" }));
  await failed;
  (await connect()).send("hello\n");
  assert.equal(await firstLine(await accept()), "hello");
});

type AcceptModule = typeof import("../../day5/src/net/accept-source.ts");

test("the accept source is readable while a socket or an error waits; a socket that died is passed over", async () => {
  const { AcceptSource } = await load<AcceptModule>("net/accept-source.ts");
  const server = new EventEmitter() as Server;
  const source = new AcceptSource(server, 2);
  const socket = (destroyed: boolean) =>
    Object.assign(new EventEmitter(), { destroyed }) as unknown as Socket;
  const { none, readable } = ray.EventSet;
  assert.equal(source.readiness(), none);
  const boom = new Error("boom");
  server.emit("error", boom);
  const [dead, alive] = [socket(true), socket(false)];
  server.emit("connection", dead);
  server.emit("connection", alive);
  // While it waits it belongs to nobody, so nobody may be surprised by its error.
  alive.emit("error", new Error("gone"));
  assert.equal(source.readiness(), readable);
  assert.throws(() => source.take(), boom);
  assert.equal(source.readiness(), readable);
  assert.equal(source.take(), alive);
  assert.equal(source.readiness(), none);
  assert.equal(source.take(), null);
});

type SocketModule = typeof import("../../day5/src/net/socket-source.ts");

test("the socket source tells at any moment what it is ready for, attached or not", async () => {
  const { SocketSource } = await load<SocketModule>("net/socket-source.ts");
  const calls: string[] = [];
  const socket = Object.assign(new EventEmitter(), {
    writableNeedDrain: false,
    pause: () => calls.push("pause"),
    resume: () => calls.push("resume"),
  });
  const source = new SocketSource(socket as unknown as Socket);
  const { readable, writable, hup, error } = ray.EventSet;
  assert.equal(source.readiness(), writable);
  socket.writableNeedDrain = true;
  assert.equal(source.readiness(), ray.EventSet.none);
  socket.emit("data", Buffer.from("x"));
  assert.equal(source.readiness(), readable);
  source.discard();
  socket.emit("data", Buffer.from("thrown away"));
  assert.equal(source.readiness(), ray.EventSet.none);
  socket.emit("end");
  socket.emit("error", new Error("boom"));
  socket.emit("close");
  assert.equal(source.readiness(), readable | hup | error);
  source.resume();
  source.pause();
  source.pause();
  assert.deepEqual(calls, ["pause", "resume", "pause"]);
  const signals: number[] = [];
  source.attach({ raise: (events) => void signals.push(events) });
  socket.emit("drain");
  source.detach();
  socket.emit("drain");
  assert.deepEqual(signals, [writable]);
});

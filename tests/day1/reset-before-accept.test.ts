/** A client that has reset before it was accepted: the system does not know who it was, so nobody is served. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { type TestContext, test } from "node:test";
import { rounds } from "../support/fake-clock.ts";
import { newReactor } from "../support/grounds.ts";
import { RawClient } from "../support/raw-client.ts";
import { ray } from "../support/stage.ts";

/** Connects, sends, resets; while it does, this process stands still and accepts nobody. */
function resetBeforeAccept(port: number, count = 1): void {
  const code = `const { connect } = require("node:net");
    let left = ${count};
    for (let n = 0; n < ${count}; n += 1) {
      const socket = connect(${port}, "127.0.0.1", () => socket.write("hello\\n", () => socket.resetAndDestroy()));
      socket.on("error", () => {}).on("close", () => { if (--left === 0) process.exit(7); });
    }`;
  const { status } = spawnSync(process.execPath, ["-e", code], { timeout: 10_000 });
  assert.equal(status, 7, "the clients have come and gone");
}

async function bind(t: TestContext, wrapped: (socket: { destroyed: boolean }) => void = () => {}) {
  const errors: unknown[] = [];
  const reactor = newReactor(t, { onError: (error) => errors.push(error) });
  const wrap: NonNullable<Parameters<typeof ray.TcpListener.bind>[1]>["wrap"] = (socket) => {
    wrapped(socket);
    return socket;
  };
  const listener = await ray.TcpListener.bind("127.0.0.1:0", { reactor, wrap });
  t.after(() => listener.close());
  return { listener, errors, target: listener.address as { host: string; port: number } };
}

test("it is passed over, and the next client is the next connection, with its own address", async (t) => {
  const { listener, target } = await bind(t);
  resetBeforeAccept(target.port, 3);
  const client = await RawClient.connect(target, { t });
  const conn = await listener.accept();
  t.after(() => conn?.destroy());
  assert.deepEqual(conn?.remoteAddress, { host: "127.0.0.1", port: client.socket.localPort });
});

test("it is passed over also where somebody waits for a connection already", async (t) => {
  const { listener, target } = await bind(t);
  const accepting = listener.accept();
  resetBeforeAccept(target.port);
  await rounds(4);
  const client = await RawClient.connect(target, { t });
  const conn = await accepting;
  t.after(() => conn?.destroy());
  assert.deepEqual(conn?.remoteAddress, { host: "127.0.0.1", port: client.socket.localPort });
});

test("one that resets while it waits in our queue keeps the address that it had", async (t) => {
  const { listener, target } = await bind(t);
  const client = await RawClient.connect(target, { t });
  const { localPort } = client.socket;
  await rounds(4);
  client.reset();
  await client.closed;
  await rounds(4);
  const conn = await listener.accept();
  assert.deepEqual(conn?.remoteAddress, { host: "127.0.0.1", port: localPort });
  await assert.rejects(async () => conn?.readFrame(new ray.LineCodec()), { code: "RESET" });
});

test("a socket that cannot be wrapped goes, and is told; the next client is served without a wait", async (t) => {
  const boom = new Error("boom");
  const sockets: { destroyed: boolean }[] = [];
  const { listener, errors, target } = await bind(t, (socket) => {
    if (sockets.push(socket) === 1) throw boom;
  });
  const first = await RawClient.connect(target, { t });
  const second = await RawClient.connect(target, { t });
  const conn = await listener.accept();
  t.after(() => conn?.destroy());
  assert.deepEqual(conn?.remoteAddress, { host: "127.0.0.1", port: second.socket.localPort });
  assert.deepEqual([errors, sockets[0]?.destroyed], [[boom], true]);
  await first.closed;
});

/** What is left to send at close() has the write deadline, however little it is; the linger has its own. */

import assert from "node:assert/strict";
import { Duplex } from "node:stream";
import type { TestContext } from "node:test";
import type { Conn } from "../../day5/src/net.ts";
import { FakeClock, rounds } from "../support/fake-clock.ts";
import { newReactor, test } from "../support/grounds.ts";
import { ray } from "../support/stage.ts";

/** The server's end of a connection whose client takes nothing until `takeAll`. */
class StalledSocket extends Duplex {
  sent = 0;
  #waiting: (() => void) | null = null;
  #stalled = true;

  constructor() {
    super({ allowHalfOpen: true });
  }

  /** The client takes what it has been sent, and all that comes. */
  takeAll(): void {
    this.#stalled = false;
    this.#waiting?.();
  }

  /** The client takes one piece and no more. */
  takeOne(): void {
    const done = this.#waiting;
    this.#waiting = null;
    done?.();
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.sent += chunk.length;
    if (this.#stalled) this.#waiting = done;
    else done();
  }
}

function open(t: TestContext): { conn: Conn; socket: StalledSocket; clock: FakeClock } {
  const clock = new FakeClock();
  const reactor = newReactor(t, { clock });
  const socket = new StalledSocket();
  const address = { path: "memory" };
  const options = { ...ray.connDefaults, writeTimeoutMs: 30_000, lingerMs: 2_000 };
  return { conn: new ray.Conn(socket as never, address, address, reactor, options), socket, clock };
}

for (const [what, bytes] of [
  ["so little that the socket does not complain", 100],
  ["one slice, which the socket has taken whole", 60_000],
  ["several slices", 1_000_000],
] as const) {
  test(`${what}: a peer that takes nothing of it is cut off at the write deadline after close`, async (t) => {
    const { conn, clock } = open(t);
    conn.write("x".repeat(bytes));
    const closed = conn.close();
    await clock.pass(29_999);
    assert.equal(conn.isClosed, false);
    await clock.pass(1);
    await closed;
    assert.equal(conn.failure?.code, "WRITE_TIMEOUT");
    assert.equal(clock.pending, 0, "no timer is left");
  });

  test(`${what}: once all is out, the write deadline is over and the linger has its whole time`, async (t) => {
    const { conn, socket, clock } = open(t);
    conn.write("x".repeat(bytes));
    const closed = conn.close();
    await clock.pass(29_000);
    socket.takeAll();
    await rounds(8);
    await clock.pass(1_999);
    assert.equal(conn.isClosed, false);
    await clock.pass(1);
    await closed;
    assert.equal(conn.failure?.code, "CLOSED");
    assert.equal(socket.sent, bytes);
  });
}

test("after close too, the deadline counts anew for each slice that the peer takes", async (t) => {
  const { conn, socket, clock } = open(t);
  conn.write("x".repeat(3 * 65_536));
  const closed = conn.close();
  for (let slice = 0; slice < 3; slice += 1) {
    await clock.pass(20_000);
    assert.equal(conn.isClosed, false, `slice ${slice}`);
    socket.takeOne();
    await rounds(2);
  }
  await clock.pass(2_000);
  await closed;
  assert.equal(conn.failure?.code, "CLOSED");
});

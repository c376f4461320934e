/**
 * A TcpServer for lines on a free port, its clock in the test's hand. The handler echoes every line unless
 * the test brings its own. When the test ends, so does the server.
 */

import type { TestContext } from "node:test";
import type {
  Conn,
  ConnHandler,
  Listener,
  Reactor,
  TcpServer,
  TcpServerOptions,
} from "../../day5/src/net.ts";
import { FakeClock } from "./fake-clock.ts";
import { newReactor } from "./grounds.ts";
import { RawClient } from "./raw-client.ts";
import { ray } from "./stage.ts";

interface Options extends TcpServerOptions {
  readonly handler?: ConnHandler;
  /** Connections that may wait to be accepted. */
  readonly maxWaiting?: number;
  /** Puts another listener in front of the real one. */
  readonly wrap?: (listener: Listener, reactor: Reactor) => Listener;
  /** Puts something around the handler. */
  readonly around?: (handler: ConnHandler, reactor: Reactor) => ConnHandler;
}

export interface LineServer {
  readonly server: TcpServer;
  readonly listener: Listener;
  readonly clock: FakeClock;
  /** What `server.run()` answered. */
  readonly running: Promise<void>;
  connect(): Promise<RawClient>;
}

/** Echoes lines until the client's end or the shutdown, as the example of day 1 does. */
export const echoLines: ConnHandler = async (conn: Conn, shutdown) => {
  const lines = new ray.LineCodec();
  shutdown.onShutdown(() => conn.cancelRead());
  while (!shutdown.isShutdown) {
    const line = await conn.readFrame(lines);
    if (line === null) return;
    conn.writeFrame(line, lines);
    if (conn.isBacklogged) await conn.flush();
  }
};

export async function startLineServer(t: TestContext, options: Options = {}): Promise<LineServer> {
  const {
    handler = echoLines,
    maxWaiting = 16,
    wrap = (listener) => listener,
    around = (handler) => handler,
    ...serverOptions
  } = options;
  const clock = new FakeClock();
  const reactor = newReactor(t, { clock });
  const bound = await ray.TcpListener.bind("127.0.0.1:0", { reactor, maxWaiting });
  const listener = wrap(bound, reactor);
  const server = new ray.TcpServer(listener, around(handler, reactor), { reactor, ...serverOptions });
  const running = server.run();
  // Marked as handled: a test that expects a rejection awaits `running` itself.
  running.catch(() => {});
  // Not at once, if the test has asked for a stop already: then its deadline holds, and our clock has to reach it.
  t.after(() => clock.passUntil(server.shutdown({ deadlineMs: 0 }), "the stop of the server"));
  return { server, listener, clock, running, connect: () => RawClient.connect(bound.address, { t }) };
}

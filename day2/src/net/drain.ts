/**
 * How a server stops: it goes on accepting while balancers find out, frees its address, tells the handlers,
 * waits for them, and cuts off who is late. TcpServer calls it once. Whatever fails in what a program has
 * handed in is logged; the stop goes on.
 */

import { setImmediate as nextTurn } from "node:timers/promises";
import type { Reactor } from "../event-loop/reactor.ts";
import type { Logger } from "../log/logger.ts";
import type { ShutdownSource } from "../sync/shutdown-source.ts";
import type { TaskTracker } from "../sync/task-tracker.ts";
import type { Accepter } from "./accepter.ts";
import { formatAddress } from "./address.ts";
import type { Conn } from "./conn.ts";
import type { Listener } from "./listener.ts";
import type { StopOptions } from "./tcp-server-options.ts";

/** What a server is made of, as far as it has to stop. */
export interface Draining {
  readonly listener: Listener;
  readonly accepter: Accepter;
  readonly shutdown: ShutdownSource;
  /** The handlers. */
  readonly tasks: TaskTracker;
  /** Those that are served now. */
  readonly conns: ReadonlySet<Conn>;
  readonly reactor: Reactor;
  readonly log: Logger;
}

/** Resolves with the number of connections that had to be cut off. Never rejects. */
export async function drain(server: Draining, options: StopOptions): Promise<number> {
  const { deadlineMs = 10_000, acceptGraceMs = 0, signal, error } = options;
  const { conns, listener, log } = server;
  const graceMs = Math.min(acceptGraceMs, deadlineMs / 2);
  const leftMs = deadlineMs - graceMs;
  const why = { ...(signal !== undefined && { signal }), ...(error !== undefined && { err: error }) };
  const grace = graceMs > 0 && { acceptGraceMs: graceMs };
  log.info({ ...why, deadlineMs, ...grace, connections: conns.size }, "draining");
  if (graceMs > 0) {
    // Those who send requests here must find out that we stop, before they meet a closed door.
    await new Promise<void>((resolve) => void server.reactor.after(graceMs, resolve));
    log.info({ deadlineMs: leftMs, connections: conns.size }, "refusing new connections");
  }
  const forced = await within(server, leftMs, finish(server));
  // Ends those who still wait. Nobody waits for it: it may be what has not ended in time.
  attempt(log, "the listener could not be closed", () => listener.close());
  return forced;
}

/** Calls what a program has handed in. What it fails with is logged, at once or later. */
export async function attempt(log: Logger, failed: string, call: () => unknown): Promise<void> {
  try {
    await call();
  } catch (error) {
    log.error({ err: error }, failed);
  }
}

/** Frees the address, tells the handlers, and resolves when nobody is served or waits any more. */
async function finish({ listener, accepter, shutdown, tasks, log }: Draining): Promise<void> {
  // poem's order: free the address first, so that late clients are refused and not left hanging (MR6).
  await attempt(log, "the listener could not be closed", () => listener.close({ keepWaiting: true }));
  accepter.stop();
  await attempt(log, "shutdown listeners failed", () => shutdown.signal());
  do {
    await new Promise<void>((resolve) => void tasks.onIdle(resolve));
    // Who has waited for the permit that came back just now is taken within a turn.
    await nextTurn();
  } while (tasks.running > 0);
}

/** Resolves with the number of connections that were cut off at the deadline. */
function within(server: Draining, deadlineMs: number, finished: Promise<void>): Promise<number> {
  const { conns, log, reactor } = server;
  return new Promise((resolve) => {
    const cancel = reactor.after(deadlineMs, () => {
      const late = [...conns];
      const tells = log.isLevelEnabled("debug");
      for (const conn of late) {
        if (tells) log.debug({ remote: formatAddress(conn.remoteAddress) }, "connection cut off");
        conn.destroy();
      }
      resolve(late.length);
    });
    finished.then(() => {
      cancel();
      resolve(0);
    });
  });
}

/**
 * How a server stops: it goes on accepting while balancers find out, frees its address, tells the handlers,
 * waits for them, and cuts off who is late. TcpServer calls it once. Whatever fails in what a program has
 * handed in is logged; the stop goes on.
 */

import { setImmediate as nextTurn } from "node:timers/promises";
import type { Reactor } from "../event-loop/reactor.ts";
import { anything, millisecondsOrNever, type RulesFor, text } from "../guard/rule.ts";
import type { Logger } from "../log/logger.ts";
import type { ShutdownSource } from "../sync/shutdown.ts";
import type { TaskTracker } from "../sync/task-tracker.ts";
import { formatAddress } from "./address.ts";
import type { Conn } from "./conn.ts";
import type { Listener } from "./listener.ts";

export interface StopOptions {
  /** A connection that has not finished after this long, accepting included, is cut off. Default: 10 s. */
  readonly deadlineMs?: number;
  /** In the place of the server's own. */
  readonly acceptGraceMs?: number;
  /** What asked for the stop, such as SIGTERM; and what failed, if that is why. Both stand in the log. */
  readonly signal?: string;
  readonly error?: unknown;
}

/** How long a shutdown waits for those who have not finished. */
export const deadlineRule = millisecondsOrNever(0);

export const stopRules: RulesFor<StopOptions> = {
  deadlineMs: deadlineRule,
  acceptGraceMs: millisecondsOrNever(0),
  signal: text,
  error: anything,
};

/** What a server is made of, as far as it has to stop. */
export interface Draining {
  /** Closed twice: first for new clients, at the end for those that still wait. */
  readonly listener: Listener;
  /** The signal that each handler hears through its own receiver. */
  readonly shutdown: ShutdownSource;
  /** The handlers. */
  readonly tasks: TaskTracker;
  /** Those that are served now. */
  readonly conns: ReadonlySet<Conn>;
  readonly reactor: Reactor;
  readonly log: Logger;
}

/**
 * Runs the whole stop: grace, refusal, signal, deadline. Resolves with the number of connections that had to be cut
 * off. Never rejects.
 */
export async function drain(server: Draining, options: StopOptions): Promise<number> {
  const { deadlineMs = 10_000, acceptGraceMs = 0, signal, error } = options;
  const { conns, listener, log } = server;
  // Half at most: a grace as long as the deadline would leave the handlers no time at all.
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
  // Ends the clients that still wait. It is not awaited: it may be what has not ended in time.
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

/** Frees the address, tells the handlers, and resolves when no connection is served or waits any more. */
async function finish({ listener, shutdown, tasks, log }: Draining): Promise<void> {
  // poem's order: free the address first, so that late clients are refused and not left hanging (MR6).
  await attempt(log, "the listener could not be closed", () => listener.close({ keepWaiting: true }));
  // Only now: a handler that hears it and closes makes room for a client, who must not be a new one.
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
  // Not Promise.race: the timer must be taken back, or it would keep the process alive for the rest of the deadline.
  return new Promise((resolve) => {
    const cancel = reactor.after(deadlineMs, () => {
      // A copy, since each one that is destroyed leaves the set.
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

/** What can be set on a TcpServer, and on its stop. */

import { type Reactor, reactorRule } from "../event-loop/reactor.ts";
import { anything, callback, millisecondsOrNever, type RulesFor, text, whole } from "../guard/rule.ts";
import { type Logger, loggerRule } from "../log/logger.ts";
import type { Backoff } from "./backoff.ts";

export interface TcpServerOptions {
  /** Stands as `server` in every log line, for programs that run several. */
  readonly name?: string;
  /** Connections served at a time; more wait in the listener. Default: 10,000. */
  readonly maxConnections?: number;
  /** A connection without a byte for this long (and up to a quarter longer) hears a shutdown. Default: never. */
  readonly idleTimeoutMs?: number;
  /** Called once, when the shutdown begins, whatever began it: the place to tell others. Its errors are logged. */
  readonly onShutdown?: () => void;
  /**
   * How long a server that stops still accepts, while balancers find out that it does; half of the stop's
   * deadline at most. Default: 0.
   */
  readonly acceptGraceMs?: number;
  readonly logger?: Logger;
  readonly reactor?: Reactor;
  /** Made anew for every accept. */
  readonly backoff?: () => Backoff;
}

export interface StopOptions {
  /** Whoever has not finished after this long, accepting included, is cut off. Default: 10 s. */
  readonly deadlineMs?: number;
  /** In the place of the server's own. */
  readonly acceptGraceMs?: number;
  /** What asked for the stop, such as SIGTERM; and what failed, if that is why. Both stand in the log. */
  readonly signal?: string;
  readonly error?: unknown;
}

export const tcpServerRules: RulesFor<TcpServerOptions> = {
  name: text,
  maxConnections: whole("connections", 1),
  idleTimeoutMs: millisecondsOrNever(1),
  onShutdown: callback,
  acceptGraceMs: millisecondsOrNever(0),
  logger: loggerRule,
  reactor: reactorRule,
  backoff: callback,
};

/** How long a shutdown waits for those who have not finished. */
export const deadlineRule = millisecondsOrNever(0);

export const stopRules: RulesFor<StopOptions> = {
  deadlineMs: deadlineRule,
  acceptGraceMs: millisecondsOrNever(0),
  signal: text,
  error: anything,
};

/** What can be set on a TcpServer. */

import type { Reactor } from "../event-loop/reactor.ts";
import { callback, millisecondsOrNever, type RulesFor, text, whole, withMethods } from "../guard/rule.ts";
import { type Logger, loggerRule } from "../log/logger.ts";
import type { Backoff } from "./backoff.ts";

export interface TcpServerOptions {
  /** Stands as `server` in every log line, for programs that run several. */
  readonly name?: string;
  /** Connections served at a time; more wait in the listener. Default: 10,000. */
  readonly maxConnections?: number;
  /** A connection without a byte for this long (and up to a quarter longer) hears a shutdown. Default: never. */
  readonly idleTimeoutMs?: number;
  /** Called once, when the shutdown begins, whatever began it: the place to tell others. */
  readonly onShutdown?: () => void;
  readonly logger?: Logger;
  readonly reactor?: Reactor;
  /** Made anew for every accept. */
  readonly backoff?: () => Backoff;
}

export const reactorRule = withMethods("a Reactor", ["register", "deregister", "after", "arm", "defer"]);

export const tcpServerRules: RulesFor<TcpServerOptions> = {
  name: text,
  maxConnections: whole("connections", 1),
  idleTimeoutMs: millisecondsOrNever(1),
  onShutdown: callback,
  logger: loggerRule,
  reactor: reactorRule,
  backoff: callback,
};

/** How long a shutdown waits for those who have not finished. */
export const deadlineRule = millisecondsOrNever(0);

/**
 * What can be set on a server, and what each option may be. The options of all layers stand in one object, since a
 * program sees one server; each layer is handed its own: those of TcpServer and of listeners stand at the top, those
 * of a connection under `conn`, those of HTTP under `limits`. Checked first of all, so that nothing is bound yet
 * when a program is told of its mistake. A default stands with the layer that uses it, never here.
 */

import { type Provided, providedRule } from "../endpoint/provide.ts";
import type { TrustProxy } from "../endpoint/trusted-proxies.ts";
import { checkOptions } from "../guard/check-options.ts";
import {
  anything,
  callback,
  group,
  millisecondsOrNever,
  type Rule,
  type RulesFor,
  text,
  whole,
} from "../guard/rule.ts";
import { type Limits, limitRules } from "../http/limits.ts";
import type { Address } from "../net/address.ts";
import type { BindOptions } from "../net/bind.ts";
import { connRules } from "../net/conn-options.ts";
import { deadlineRule } from "../net/drain.ts";
import { listenerRules } from "../net/tcp-listener.ts";
import { type TcpServerOptions, tcpServerRules } from "../net/tcp-server.ts";

export interface ListenOptions extends TcpServerOptions, BindOptions {
  /** Stands as `server` in every log line, for programs that run several. */
  readonly name?: string;
  /** A connection without a byte for this long (and up to a quarter longer) hears a shutdown. Default: never. */
  readonly idleTimeoutMs?: number;
  /** Bounds and times of HTTP, for each connection and request. What is left out has its default. */
  readonly limits?: Partial<Limits>;
  /** Called, and awaited, for each address that is bound, before the first connection. Its errors reject `listen`. */
  readonly onListening?: (address: Address) => void;
  /** The proxies whose word on the client's address, scheme and host is taken. Default: none. */
  readonly trustProxy?: TrustProxy;
  /** Values that every request finds in `c.state`. Default: none. */
  readonly state?: readonly Provided[];
}

export interface RunOptions extends ListenOptions {
  /** How long the stop may take after the signal before requests are cut off. Default: 10 s, behind a proxy 25 s. */
  readonly deadlineMs?: number;
  /** Processes that serve the address together; "auto": one for each core. What they share is not memory. Default: 1. */
  readonly workers?: number | "auto";
}

/** One for each core is what helps; the bound only catches a port or a time that stands in the wrong place. */
const workersRule: Rule = {
  allowed: 'a whole number of processes from 1 to 1024, or "auto"',
  accepts: (value) => value === "auto" || whole("", 1, 1_024).accepts(value),
};

/** For `bind`, which would refuse the others. */
export const bindRules: RulesFor<BindOptions> = { ...listenerRules, tls: group };

/** For `checkListenOptions`. `limits` and `conn` are looked into there, each by the rules of its own layer. */
const listenRules: RulesFor<ListenOptions> = {
  name: text,
  idleTimeoutMs: millisecondsOrNever(1),
  ...tcpServerRules,
  ...bindRules,
  limits: group,
  onListening: callback,
  // TrustedProxies checks it, since only a sentence of its own can say what is wrong with a network.
  trustProxy: anything,
  state: providedRule,
};

/** `listen` has no `deadlineMs`: its caller gives one to `shutdown`. */
export const runRules: RulesFor<RunOptions> = {
  ...listenRules,
  deadlineMs: deadlineRule,
  workers: workersRule,
};

/**
 * Called by `listen` before it binds anything. Errors: TypeError, RangeError that name option, value, and what is
 * right.
 */
export function checkListenOptions(options: ListenOptions): void {
  checkOptions("", options, listenRules);
  checkOptions("limits", options.limits ?? {}, limitRules);
  checkOptions("conn", options.conn ?? {}, connRules);
}

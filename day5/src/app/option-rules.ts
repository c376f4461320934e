/**
 * What the options of `listen` and `run` may be: those of the server, of the listener, of HTTP, and their own.
 * Asked first of all, so that nothing is bound yet when a program is told of its mistake.
 */

import { checkOptions } from "../guard/check-options.ts";
import { anything, callback, group, millisecondsOrNever, type RulesFor, text } from "../guard/rule.ts";
import { limitRules } from "../http/limits.ts";
import type { BindOptions } from "../net/bind.ts";
import { connRules } from "../net/conn-options.ts";
import { deadlineRule } from "../net/drain.ts";
import { listenerRules } from "../net/tcp-listener.ts";
import { tcpServerRules } from "../net/tcp-server.ts";
import type { RunOptions } from "./run.ts";
import type { ListenOptions } from "./server.ts";

export const bindRules: RulesFor<BindOptions> = { ...listenerRules, tls: group };

export const runRules: RulesFor<RunOptions> = {
  name: text,
  idleTimeoutMs: millisecondsOrNever(1),
  ...tcpServerRules,
  ...bindRules,
  limits: group,
  onListening: callback,
  // TrustedProxies checks it, since only a sentence of its own can say what is wrong with a network.
  trustProxy: anything,
  deadlineMs: deadlineRule,
};

/**
 * For `listen`, which has no `deadlineMs`: a stop is asked for with its own. Errors: TypeError, RangeError that name
 * option, value, and what is right.
 */
export function checkListenOptions(options: ListenOptions): void {
  const { deadlineMs: _, ...listenRules } = runRules;
  checkOptions<ListenOptions>("", options, listenRules);
  checkOptions("limits", options.limits ?? {}, limitRules);
  checkOptions("conn", options.conn ?? {}, connRules);
}

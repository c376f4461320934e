/** What can be set on an EventLoop, with mio 0.5's own defaults where mio has them. */

import { type RulesFor, whole } from "../guard/rule.ts";
import { type Clock, clockRule } from "./clock.ts";

export interface EventLoopOptions {
  /** Messages that may wait in the channel. The default value is 4096. */
  readonly capacity?: number;
  /** Messages delivered in one round. The default value is 256. */
  readonly messagesPerTick?: number;
  /** Signals that call `interrupted` while the loop runs. By default none. */
  readonly signals?: readonly NodeJS.Signals[];
  /** Where the time comes from. The default value is the system's monotonic clock. */
  readonly clock?: Clock;
}

/** The channel counts in 32 bits. */
const MOST_MESSAGES = 2 ** 31 - 1;

export const eventLoopRules: RulesFor<EventLoopOptions> = {
  capacity: whole("messages", 1, MOST_MESSAGES),
  messagesPerTick: whole("messages", 1),
  signals: { allowed: "a list of names of signals", accepts: Array.isArray },
  clock: clockRule,
};

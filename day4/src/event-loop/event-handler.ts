/**
 * The five things a loop tells its handler. All are optional. A callback that throws ends the loop:
 * `run` rejects with that error and nothing else of that round is called (ML11).
 */

import type { EventLoop } from "./event-loop.ts";
import type { Token } from "./poll.ts";
import type { EventSet } from "./source.ts";

export interface EventHandler<Message = never, Timeout = never> {
  /** The source that was registered under `token` is ready for `events`. */
  ready?(loop: EventLoop<Message, Timeout>, token: Token, events: EventSet): void;
  /** A message came through the loop's channel. At most 256 in one round (ML3). */
  notify?(loop: EventLoop<Message, Timeout>, message: Message): void;
  /** A timeout is due. `value` is what `timeoutMs` was given. */
  timeout?(loop: EventLoop<Message, Timeout>, value: Timeout): void;
  /** One of the signals the loop was told to watch has arrived. */
  interrupted?(loop: EventLoop<Message, Timeout>, signal: NodeJS.Signals): void;
  /** The last call of every round. Deferred work, such as flushing, belongs here. */
  tick?(loop: EventLoop<Message, Timeout>): void;
}

/** `ray/event-loop`: the loop, its timers and its channel, for programs that wait for more than sockets. */

export { Channel } from "./event-loop/channel.ts";
export { type Clock, systemClock } from "./event-loop/clock.ts";
export type { EventHandler } from "./event-loop/event-handler.ts";
export { EventLoop } from "./event-loop/event-loop.ts";
export type { EventLoopOptions } from "./event-loop/event-loop-options.ts";
export { EventSet } from "./event-loop/event-set.ts";
export type { PollOpt } from "./event-loop/poll-opt.ts";
export { defaultReactor, Reactor, type ReactorOptions } from "./event-loop/reactor.ts";
export type { SendResult } from "./event-loop/send-result.ts";
export { Sender, type SharedSender } from "./event-loop/sender.ts";
export type { Signal, Source } from "./event-loop/source.ts";
export { type TimeoutHandle, TimerQueue } from "./event-loop/timer-queue.ts";
export type { Token } from "./event-loop/token.ts";

/**
 * `ray/event-loop`: the loop with its timers and its channel, and the reactors, for programs that wait for more than
 * sockets or bring the time themselves.
 */

export { Channel } from "./event-loop/channel.ts";
export { type Clock, systemClock } from "./event-loop/clock.ts";
export { defaultReactor } from "./event-loop/default-reactor.ts";
export type { EventHandler } from "./event-loop/event-handler.ts";
export { EventLoop } from "./event-loop/event-loop.ts";
export type { EventLoopOptions } from "./event-loop/event-loop-options.ts";
export { LoopReactor, type LoopReactorOptions } from "./event-loop/loop-reactor.ts";
export { NodeReactor, type NodeReactorOptions } from "./event-loop/node-reactor.ts";
export type { PollOpt, Token } from "./event-loop/poll.ts";
export type { Reactor, Task, Timer } from "./event-loop/reactor.ts";
export { Sender, type SendResult, type SharedSender } from "./event-loop/sender.ts";
export { EventSet, type Signal, type Source } from "./event-loop/source.ts";
export { type TimeoutHandle, TimerQueue } from "./event-loop/timers.ts";

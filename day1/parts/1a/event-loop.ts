/** `ray/event-loop`: what is under a server, for programs that wait for more than sockets or bring the time themselves. */

export { type Clock, systemClock } from "./event-loop/clock.ts";
export { defaultReactor } from "./event-loop/default-reactor.ts";
export { NodeReactor, type NodeReactorOptions } from "./event-loop/node-reactor.ts";
export type { Reactor, Task, Timer } from "./event-loop/reactor.ts";
export { EventSet, type Signal, type Source } from "./event-loop/source.ts";

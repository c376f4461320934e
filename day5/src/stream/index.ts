/** Answers that go on: `ray/stream`. */

export { Broadcast, type BroadcastOptions } from "./broadcast.ts";
export { encodeEvent, type ServerEvent } from "./encode-event.ts";
export { type EventsOptions, events, lastEventId } from "./server-sent-events.ts";

/** Answers that go on: `ray/stream`. */

export { Broadcast, type BroadcastOptions } from "./stream/broadcast.ts";
export { encodeEvent, type ServerEvent } from "./stream/encode-event.ts";
export { type EventsOptions, events, lastEventId } from "./stream/server-sent-events.ts";

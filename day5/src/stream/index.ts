/**
 * `ray/stream`: answers that go on. `events` sends what a source gives, event by event; a `Broadcast` is a source that
 * many clients listen to. `withTrailers` puts fields behind a stream.
 */

export { Broadcast, type BroadcastOptions, type SubscribeOptions } from "./broadcast.ts";
export { encodeEvent, type ServerEvent } from "./encode-event.ts";
export { type EventsOptions, events, lastEventId } from "./server-sent-events.ts";
export { withTrailers } from "./with-trailers.ts";

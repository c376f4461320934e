/**
 * `events(c, source)`: an answer that goes on, event by event, as a browser's EventSource reads it. The source is
 * asked for its next event when the one before has left; when the client leaves, it is told by its `return` and by
 * `c.signal`. It queues nothing: a source that is faster than its client has to wait, or to bound its own queue as a
 * Broadcast does.
 */

import type { AppContext, Response } from "../index.ts";
import { encodeEvent, HEARTBEAT, type ServerEvent } from "./encode-event.ts";

export interface EventsOptions {
  /** Milliseconds of silence after which a line without meaning is sent. Default 15,000; proxies wait for 30 or 60 s. */
  readonly heartbeatMs?: number;
}

/** The program's: an async generator, a subscription of a Broadcast. A text is an event with that data. */
type Source = AsyncIterable<ServerEvent | string>;

/** Errors: RangeError for a heartbeat that is no time. Later, what the source throws breaks the answer off. */
export function events(
  c: Pick<AppContext, "header" | "stream">,
  source: Source,
  options: EventsOptions = {},
): Response {
  const { heartbeatMs = 15_000 } = options;
  if (!(heartbeatMs > 0 && heartbeatMs <= 2 ** 31 - 1))
    throw new RangeError(`heartbeatMs must be a number of milliseconds above 0, not ${String(heartbeatMs)}`);
  const body = { [Symbol.asyncIterator]: () => new EventPieces(source[Symbol.asyncIterator](), heartbeatMs) };
  // No cache may keep it, no proxy gather or compress it: an event that waits in a buffer is late.
  c.header("cache-control", "no-cache, no-transform").header("x-accel-buffering", "no");
  // Also to a HEAD, where it is not sent: the server lets go of it, and the source must hear that.
  return c.stream(body, undefined, "text/event-stream");
}

/** The id of the last event that the client has seen before it was cut off; null when it comes for the first time. */
export function lastEventId(c: Pick<AppContext, "req">): string | null {
  return c.req.headers.get("last-event-id");
}

/** The events as text, with heartbeats in the pauses. Lives as long as its answer. */
class EventPieces implements AsyncIterator<string> {
  /** The program's. It is asked for one event at a time, so it is as fast as the client reads. */
  readonly #source: AsyncIterator<ServerEvent | string>;
  readonly #heartbeatMs: number;
  /** What the source has been asked for and has not given. Kept over heartbeats: it is asked once for each event. */
  #asked: Promise<IteratorResult<ServerEvent | string>> | null = null;

  constructor(source: AsyncIterator<ServerEvent | string>, heartbeatMs: number) {
    this.#source = source;
    this.#heartbeatMs = heartbeatMs;
  }

  /** Errors: what the source throws; TypeError for what can be no event. */
  async next(): Promise<IteratorResult<string>> {
    this.#asked ??= this.#source.next();
    const result = await orAfter(this.#asked, this.#heartbeatMs);
    if (result === null) return { done: false, value: HEARTBEAT };
    this.#asked = null;
    return result.done ? { done: true, value: undefined } : { done: false, value: encodeEvent(result.value) };
  }

  /** The client has left, or the answer was replaced: the source lets go of what it has. */
  async return(): Promise<IteratorResult<string>> {
    await this.#source.return?.();
    return { done: true, value: undefined };
  }
}

/** What `promise` gives; null when it takes longer. */
function orAfter<Value>(promise: Promise<Value>, ms: number): Promise<Value | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms, null);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

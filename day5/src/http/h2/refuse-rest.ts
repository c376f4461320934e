/**
 * The end of a request of HTTP/2 whose answer came before its body: RFC 9113 §8.1 lets a server reset the stream then,
 * so that the client sends no more. Called by Http2Exchange, when the session has all of the answer.
 */

import type { ServerHttp2Stream } from "node:http2";
import type { Reactor } from "../../event-loop/reactor.ts";
import { NO_ERROR } from "./codes.ts";

/** How often we look whether a client that reads slowly has taken the last frame of the answer. */
const RETRY_MS = 20;

/**
 * Resets it behind the last frame of its answer: a reset drops whatever of its stream waits in the session. That frame
 * leaves at the end of this round, or when the client reads again. It ends with the stream, so the caller bounds the
 * wait.
 */
export function refuseRest(stream: ServerHttp2Stream, reactor: Reactor): void {
  const look = () => {
    if (stream.destroyed) return;
    if (stream.state.localClose === 1) stream.close(NO_ERROR);
    else reactor.after(RETRY_MS, look);
  };
  setImmediate(look);
}

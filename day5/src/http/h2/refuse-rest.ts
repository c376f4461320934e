/**
 * The end of a stream whose client has not ended its side: its answer came before its body, and RFC 9113 §8.1 lets a server
 * reset the stream then, so that the client sends no more; or the whole connection ends at the client. Called by
 * Http2Exchange.
 */

import type { ServerHttp2Stream } from "node:http2";
import type { Reactor } from "../../event-loop/reactor.ts";
import { NO_ERROR } from "./codes.ts";

/** How often we look whether a client that reads slowly has taken the last frame of the answer. */
const RETRY_MS = 20;
/** In so many rounds the session has handed over what its client's window lets through. */
const ROUNDS = 3;

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

/**
 * The client has ended its side of the connection: no frame comes any more. A body that has not ended never will, and is
 * cut short; a WebSocket ends behind what has come, as over HTTP/1.1; an answer that waits for the window of the client is
 * never taken. Else all would wait for a client that is most likely gone, until a deadline finds out. `onWait` is called
 * when our last frame waits for the client, and `bytes` tells how much of the answer was handed over.
 */
export function endByClient(
  stream: ServerHttp2Stream,
  isSwitched: boolean,
  reactor: Reactor,
  onWait: () => void,
  bytes: () => number,
): void {
  if (stream.writableEnded || stream.state.remoteClose === 1) {
    cutOffStuck(stream, bytes, bytes(), ROUNDS);
    return;
  }
  if (!isSwitched) {
    stream.destroy(new Error("the client ended its connection"));
    return;
  }
  stream.push(null);
  stream.once("finish", () => {
    onWait();
    refuseRest(stream, reactor);
  });
}

/** Resets it where something waits, and nothing has moved for so many rounds. */
function cutOffStuck(stream: ServerHttp2Stream, bytes: () => number, before: number, rounds: number): void {
  if (stream.destroyed) return;
  const now = bytes();
  if (now === before && rounds === 0) {
    if (stream.writableLength > 0)
      stream.destroy(new Error("the client ended its connection, and its window with it"));
    return;
  }
  setImmediate(() => cutOffStuck(stream, bytes, now, now === before ? rounds - 1 : ROUNDS));
}

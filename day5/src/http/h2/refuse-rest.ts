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
 * cut short; a WebSocket ends behind what has come, as over HTTP/1.1. Else both would wait for a client that is most
 * likely gone, until a deadline finds out. `onWait` is called when our last frame waits for the client.
 */
export function endByClient(
  stream: ServerHttp2Stream,
  isSwitched: boolean,
  reactor: Reactor,
  onWait: () => void,
): void {
  if (stream.writableEnded || stream.state.remoteClose === 1) return;
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

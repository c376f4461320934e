/**
 * Asks a WebSocket that is silent whether its client is still there. A phone that has left its network sends no FIN: its
 * connection would be held until something is sent to it, which may be never.
 */

import type { Reactor } from "../event-loop.ts";
import type { WsSocket } from "./ws-package.ts";

/**
 * A ping every `everyMs`, and the end for a client that has not answered one within `timeoutMs`. Returns a function
 * that ends the asking. Called by `webSocket` for each connection. `everyMs` counts from the last answer, not from
 * the last message. The end is without a goodbye: there is no one to hear it.
 */
export function heartbeat(
  socket: WsSocket,
  everyMs: number,
  timeoutMs: number,
  reactor: Reactor,
): () => void {
  // One timer at a time: the next ping, or the deadline of its pong.
  let cancel = reactor.after(everyMs, ask);
  let isAsked = false;
  function ask(): void {
    isAsked = true;
    socket.ping();
    cancel = reactor.after(timeoutMs, () => socket.terminate());
  }
  socket.on("pong", () => {
    // One that was not asked for means nothing (RFC 6455 §5.5.3).
    if (!isAsked) return;
    isAsked = false;
    cancel();
    cancel = reactor.after(everyMs, ask);
  });
  return () => {
    isAsked = false;
    cancel();
  };
}

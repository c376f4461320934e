/**
 * Misunderstanding: a handler that has ended means that the server stops. Most of them end because their client has left.
 * Killed by: "a client that leaves by itself gets no last word"
 */

import type { ConnHandler } from "../../../../day1/src/net.ts";

export function withBye(handler: ConnHandler, text: string): ConnHandler {
  return async (conn, shutdown) => {
    await handler(conn, shutdown);
    // A handler also ends because its client has left; and the client may be gone although the server stops.
    if (conn.failure === null) conn.write(text);
  };
}

/**
 * Misunderstanding: a shutdown is the moment to speak. The handler may be in the middle of an answer.
 * Killed by: "I4: an answer that has begun comes first"
 */

import type { ConnHandler } from "../../../../day1/src/net.ts";

export function withBye(handler: ConnHandler, text: string): ConnHandler {
  return async (conn, shutdown) => {
    shutdown.onShutdown(() => conn.write(text));
    await handler(conn, shutdown);
  };
}

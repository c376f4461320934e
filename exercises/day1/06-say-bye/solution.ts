/**
 * Says a last word to each client when the server stops. It stands around the handler, which knows nothing of it.
 */

import type { ConnHandler } from "../../../day1/src/net.ts";

export function withBye(handler: ConnHandler, text: string): ConnHandler {
  return async (conn, shutdown) => {
    await handler(conn, shutdown);
    // A handler also ends because its client has left; and the client may be gone although the server stops.
    if (shutdown.isShutdown && conn.failure === null) conn.write(text);
  };
}

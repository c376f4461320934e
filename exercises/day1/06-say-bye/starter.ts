/**
 * Says a last word to each client when the server stops. Exercise day1/06.
 */

import type { ConnHandler } from "../../../day1/src/net.ts";

export function withBye(handler: ConnHandler, text: string): ConnHandler {
  return async (conn, shutdown) => {
    throw new Error("day1/06: write withBye");
  };
}

/**
 * The first line of a connection behind a balancer: PROXY protocol, version 1. Exercise day1/05.
 */

import { isIP } from "node:net";
import type { Decoder, ReadBuffer } from "../../../day1/src/net.ts";

export class ProxyLineError extends Error {
  readonly code = "PROXY_LINE";
}

export type ProxyClient = { readonly host: string; readonly port: number } | "unknown";

export class ProxyLine implements Decoder<ProxyClient> {
  /** Takes the line and nothing behind it; null: it is not whole yet. Errors: ProxyLineError. */
  decode(input: ReadBuffer): ProxyClient | null {
    throw new Error("day1/05: write decode");
  }
}

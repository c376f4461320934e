/**
 * Misunderstanding: the first piece that comes is the line. One piece may hold the line and the client's first bytes.
 * Killed by: "I2: what follows the line is left for the next decoder"
 */

import { isIP } from "node:net";
import type { Decoder, ReadBuffer } from "../../../../day1/src/net.ts";

/** With CR LF, as the protocol says. */
const MAX_BYTES = 107;
const LF = 0x0a;
const LINE = /^PROXY (?:UNKNOWN(?: [^\r\n]*)?|TCP([46]) (\S+) (\S+) (\d{1,5}) (\d{1,5}))\r\n$/;

export class ProxyLineError extends Error {
  readonly code = "PROXY_LINE";
}

export type ProxyClient = { readonly host: string; readonly port: number } | "unknown";

export class ProxyLine implements Decoder<ProxyClient> {
  /** Takes the line and nothing behind it; null: it is not whole yet. Errors: ProxyLineError. */
  decode(input: ReadBuffer): ProxyClient | null {
    const end = input.indexOf(LF);
    if (end < 0 && input.length < MAX_BYTES) return null;
    if (end < 0 || end >= MAX_BYTES) throw new ProxyLineError(`no end within ${MAX_BYTES} bytes`);
    const match = LINE.exec(
      input
        .take(input.length)
        .subarray(0, end + 1)
        .toString("latin1"),
    );
    if (match === null) throw new ProxyLineError("not a line of the PROXY protocol");
    const [, kind, host = "", own = "", port, ownPort] = match;
    if (kind === undefined) return "unknown";
    const isGood = isIP(host) === Number(kind) && isIP(own) === Number(kind);
    if (!isGood || Number(port) > 65_535 || Number(ownPort) > 65_535)
      throw new ProxyLineError("an address or a port that is none");
    return { host, port: Number(port) };
  }
}

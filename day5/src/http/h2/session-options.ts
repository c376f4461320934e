/**
 * The bounds that `node:http2` keeps for us. What it allows is a little more than what we do: a request that is over our
 * own bound gets an answer that says which, and one that is far over it a reset.
 */

import type { ServerSessionOptions } from "node:http2";
import type { Reactor } from "../../event-loop/reactor.ts";
import type { Limits } from "../limits.ts";

/** What it needs beside the options of all protocols: whatever has a deadline here has one for each stream. */
export interface Http2Ground {
  readonly reactor: Reactor;
  /** How long a client may take nothing of an answer; that of the connections of this server. */
  readonly writeTimeoutMs: number;
}

/** What a field costs beside its bytes, as HTTP/2 counts (RFC 9113 §6.5.2). */
const FIELD_COST = 32;
/** The four that begin with a colon. */
const PSEUDO_FIELDS = 4;

/** Kept by limits, since those of a server never change: made once for each of them. */
const known = new WeakMap<Limits, ServerSessionOptions>();

/** For `performServerHandshake`. One object for all connections of a server. */
export function sessionOptions(limits: Limits): ServerSessionOptions {
  const options = known.get(limits) ?? optionsOf(limits);
  known.set(limits, options);
  return options;
}

/** In the words of `node:http2`, which deals by itself with what goes over them. */
function optionsOf({ maxFields, maxHeadBytes, maxStreams }: Limits): ServerSessionOptions {
  return {
    // A flood of streams is refused stream by stream; who opens more than it may is a broken client.
    settings: {
      maxConcurrentStreams: maxStreams,
      maxHeaderListSize: 2 * maxHeadBytes + maxFields * FIELD_COST,
      enablePush: false,
      // RFC 8441 §3: a WebSocket may be asked for on a stream.
      enableConnectProtocol: true,
    },
    maxHeaderListPairs: 2 * maxFields + PSEUDO_FIELDS,
    // Pings that we send: one at the end of the connection.
    maxOutstandingPings: 2,
    // Settings in one frame; there are seven that have a meaning.
    maxSettings: 32,
    // Empty DATA frames and the like: nothing that a client in order sends.
    maxSessionInvalidFrames: 100,
    // Streams that were refused since too many were open: it has been told how many it may.
    maxSessionRejectedStreams: 100,
  };
}

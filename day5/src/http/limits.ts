/**
 * Every bound of the HTTP layer: its name, its default and the reason for it. Whatever a request can make
 * grow or last has a line here, and nowhere else. What a connection may do without speaking HTTP is bounded
 * below, in net/conn-options.ts (unread and unsent bytes, a client that takes nothing) and in the options of
 * TcpServer and its listeners (how many connections). docs/reference/limits.md lists all of them.
 */

import { millisecondsOrNever, type RulesFor, whole, wholeOrUnlimited } from "../guard/rule.ts";
import { connDefaults } from "../net/conn-options.ts";

export interface Limits {
  /** Bytes of the request target. Over it: 414. */
  readonly maxTargetBytes: number;
  /** Bytes of the whole request head, with all its fields. Over it: 431. */
  readonly maxHeadBytes: number;
  /** Field lines of a request head. Over it: 431. */
  readonly maxFields: number;
  /** Empty lines before a request. Over it: 400. */
  readonly maxEmptyLines: number;
  /** Bytes of a request body after decoding. Over it: 413. */
  readonly maxBodyBytes: number;
  /** Bytes of the size line of a chunk, with its extensions. Over it: 400. */
  readonly maxChunkLineBytes: number;
  /** Bytes of all chunk extensions of a body, as far as they are more than its data so far. Over it: 400. */
  readonly maxChunkExtensionBytes: number;
  /** Bytes of all trailer fields. Over it: 431. */
  readonly maxTrailerBytes: number;
  /** Bytes of an unread body that are read and thrown away so that the connection can be used again. */
  readonly maxDrainBytes: number;
  /** From the accept, or from the first byte of a later request, to the end of the head. Over it: 408. */
  readonly headTimeoutMs: number;
  /** Time spent waiting for the bytes of one body, all waits together. Over it: 408. */
  readonly bodyTimeoutMs: number;
  /** The same time is earned by sending: a body may be waited for this long, and longer as its bytes come … */
  readonly bodyGraceMs: number;
  /** … at this rate. A body that falls behind it is a 408 before its whole time is over. */
  readonly minBodyBytesPerSecond: number;
  /** From the request to the answer of a handler that works on it. Over it: 503, and the connection closes. */
  readonly handlerTimeoutMs: number;
  /** How long a connection may lie idle between two requests. Over it: closed without a word. */
  readonly keepAliveTimeoutMs: number;
  /** How long a connection that is idle when the server stops may still send one request. */
  readonly drainGraceMs: number;
  /** Requests answered on one connection. The last answer says `Connection: close`. */
  readonly maxRequestsPerConnection: number;
  /** Requests of one HTTP/2 connection under way at a time. Over it: the stream is refused, and may be tried again. */
  readonly maxStreams: number;
}

export const defaultLimits: Limits = {
  // RFC 9110 §4.1 asks for 8,000 at least.
  maxTargetBytes: 8 * 1024,
  // What Node, and most servers behind which we may stand, take.
  maxHeadBytes: 16 * 1024,
  // A browser behind two proxies sends 40. Each costs memory for itself, and 16 KiB have room for 4,000.
  maxFields: 128,
  // RFC 9112 §2.2: at least one, which old clients send behind a body.
  maxEmptyLines: 8,
  // Plenty for a form or a JSON document; an upload asks for more by name.
  maxBodyBytes: 1024 * 1024,
  // A size has at most 13 digits here; hardly any client sends extensions.
  maxChunkLineBytes: 256,
  // Signatures of large chunks pass; a body that is made of extensions is work for nothing.
  maxChunkExtensionBytes: 16 * 1024,
  maxTrailerBytes: 8 * 1024,
  // One read of the socket: cheaper than a new connection.
  maxDrainBytes: connDefaults.readAheadBytes,
  // A head fits in a few packets. Slower than this is broken or hostile.
  headTimeoutMs: 10_000,
  // A body of the size above takes this long at 9 KB a second; an upload asks for more by name.
  bodyTimeoutMs: 120_000,
  // A phone that changes its mast is silent for seconds; a client that drips bytes is so for ever.
  bodyGraceMs: 10_000,
  // The rate of a modem of the year 1990: a client that is slower means to be.
  minBodyBytesPerSecond: 240,
  // Longer than a body may take, since the handler waits for it; no client waits longer for an answer.
  handlerTimeoutMs: 300_000,
  // Longer than the 60 s of common load balancers, so that they let go first and never meet a closed door.
  keepAliveTimeoutMs: 72_000,
  // A stop is quick unless asked otherwise. Behind a balancer, set it to the time that it takes to let go.
  drainGraceMs: 0,
  // One that has asked much costs no more than another. Behind a balancer, a bound lets it share clients out
  // anew.
  maxRequestsPerConnection: Number.POSITIVE_INFINITY,
  // RFC 9113 §6.5.2 asks for 100 at least, so that browsers need not wait.
  maxStreams: 100,
};

/** Infinity where a server can live without that bound; what is held in memory always has one. */
export const limitRules: RulesFor<Limits> = {
  maxTargetBytes: whole("bytes", 1),
  maxHeadBytes: whole("bytes", 1),
  maxFields: whole("fields", 1),
  maxEmptyLines: whole("lines", 0),
  // A handler that reads a stream piece by piece needs none.
  maxBodyBytes: wholeOrUnlimited("bytes", 0),
  maxChunkLineBytes: whole("bytes", 1),
  maxChunkExtensionBytes: whole("bytes", 0),
  maxTrailerBytes: whole("bytes", 0),
  maxDrainBytes: whole("bytes", 0),
  headTimeoutMs: millisecondsOrNever(1),
  bodyTimeoutMs: millisecondsOrNever(1),
  bodyGraceMs: millisecondsOrNever(1),
  // Nothing divided by a rate of 0 is no time at all. To do without a rate, set `bodyGraceMs` to Infinity.
  minBodyBytesPerSecond: whole("bytes a second", 1),
  handlerTimeoutMs: millisecondsOrNever(1),
  keepAliveTimeoutMs: millisecondsOrNever(0),
  drainGraceMs: millisecondsOrNever(0),
  maxRequestsPerConnection: wholeOrUnlimited("requests", 1),
  maxStreams: whole("streams", 1),
};

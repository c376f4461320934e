/**
 * What lies between a session of `node:http2` and its connection. There are two kinds: SocketTransport gives the socket
 * itself to the session, and FramedTransport passes on what the Conn reads, for a Node whose library must not read by
 * itself. The connection is made for either, and does not know which one it has.
 */

import type { ServerHttp2Session } from "node:http2";
import type { Duplex } from "node:stream";

/** Made by the connection, and gone with it. */
export interface Http2Transport {
  /** For `performServerHandshake`, which owns it from then on. It is destroyed where the client has gone meanwhile. */
  readonly stream: Duplex;
  /** Called once, when the session is made. */
  attach(session: ServerHttp2Session, listener: TransportListener): void;
  /**
   * The first step of the end (RFC 9113 §6.8): the client opens no more streams, and those that are on their way are
   * served. `session.goaway` of Node is of no use for it: from then on nghttp2 answers no new stream, whatever number was
   * said. `onHeard` is called when the client has heard it. It may be called late, or never, where the client is silent.
   */
  notice(onHeard: () => void): void;
  /** The second step: which stream is the last. The session ends behind it. */
  finish(): void;
}

/** The connection, as its transport tells it what happens below the session. */
export interface TransportListener {
  /** The highest stream that was served. */
  readonly lastStream: number;
  /**
   * The client opens no more streams. `isOver`: it has ended its side, and no frame comes any more, but it may still read;
   * else it has only said so, and goes on with the streams that are open.
   */
  onClientEnd(isOver: boolean): void;
  /** The session is over, and nothing more is sent. */
  onSessionEnd(): void;
}

/** RFC 9113 §6.8: 8 bytes, no flags, stream 0; the last stream that is served, and why. */
export function goaway(last: number, code: number): Buffer {
  const frame = Buffer.from("0000080700000000000000000000000000", "hex");
  frame.writeUInt32BE(last, 9);
  frame.writeUInt32BE(code, 13);
  return frame;
}

/** The first step, as a frame: the highest number that a stream can have, and NO_ERROR. */
export const NOTICE = goaway(2 ** 31 - 1, 0);

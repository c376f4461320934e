/**
 * The first step of the end of an HTTP/2 connection (RFC 9113 §6.8): the client opens no more streams, and those that are
 * on their way are served. `session.goaway` of Node is of no use for it: from then on nghttp2 answers no new stream,
 * whatever number was said.
 */

import type { ServerHttp2Session } from "node:http2";
import type { Conn } from "../../net/conn.ts";

/** RFC 9113 §6.8: 8 bytes, no flags, stream 0; the last stream that is served, and why. */
export function goaway(last: number, code: number): Buffer {
  const frame = Buffer.from("0000080700000000000000000000000000", "hex");
  frame.writeUInt32BE(last, 9);
  frame.writeUInt32BE(code, 13);
  return frame;
}

/** The highest number that a stream can have, and NO_ERROR. */
const NOTICE = goaway(2 ** 31 - 1, 0);

/**
 * `isOurs`: the session writes through the Conn (frame-stream.ts). `onHeard` is called when the client has heard it. It
 * may be called late, or never, where the client is silent.
 */
export function giveNotice(
  session: ServerHttp2Session,
  conn: Conn,
  isOurs: boolean,
  onHeard: () => void,
): void {
  // Into TLS nothing may be written beside the session. A bound of no streams says the same, and is confirmed.
  if (!isOurs && conn.scheme === "tls") {
    session.settings({ maxConcurrentStreams: 0 }, onHeard);
    return;
  }
  // Between two writes of the session, each of which ends with a frame.
  if (isOurs) conn.write(NOTICE);
  else conn.socket.write(NOTICE);
  // Its answer has passed all that the client had sent before it heard.
  session.ping((error) => {
    if (error === null) onHeard();
  });
}

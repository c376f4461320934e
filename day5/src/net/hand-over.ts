/**
 * Gives the socket of a connection to code of Node's that speaks a protocol itself. The Conn stays its place with the
 * server: it is counted, cut off at the deadline of a stop, and over when the socket is closed.
 */

import type { Socket } from "node:net";
import type { Decoder } from "./codec.ts";
import type { Conn } from "./conn.ts";

/** All that has come is one frame. */
const ALL: Decoder<Buffer> = { decode: (input) => input.take(input.length) };

/**
 * The socket, paused, with what has come put back into it. `conn` can be neither read nor written any more; `destroy`
 * ends it, and `onClose` tells of its end. No read may wait.
 */
export function handOver(conn: Conn): Socket {
  const { socket } = conn;
  conn.readDeadline.clear();
  socket.pause();
  // Node puts what it reads into the socket only while no one listens.
  socket.removeAllListeners("data");
  if (conn.buffered > 0) socket.unshift(conn.readFrame(ALL));
  return socket;
}

/** The socket itself, given to a session of `node:http2`, which reads and writes it without a word of JavaScript. */

import type { ServerHttp2Session } from "node:http2";
import type { Socket } from "node:net";
import type { Conn } from "../../net/conn.ts";
import { handOver } from "../../net/hand-over.ts";
import { type Http2Transport, NOTICE, type TransportListener } from "./transport.ts";

export class SocketTransport implements Http2Transport {
  readonly stream: Socket;
  /** Into TLS nothing may be written beside the session. */
  readonly #isTls: boolean;
  /** From `attach` on. */
  #session: ServerHttp2Session | null = null;

  constructor(conn: Conn) {
    this.stream = handOver(conn);
    this.#isTls = conn.scheme === "tls";
  }

  /** Of the end of the session the Conn tells, since its socket ends with it. */
  attach(session: ServerHttp2Session, listener: TransportListener): void {
    this.#session = session;
    this.stream.on("end", () => listener.onClientEnd(true));
  }

  notice(onHeard: () => void): void {
    const session = this.#session;
    if (session === null) return;
    // A bound of no streams says the same, and is confirmed.
    if (this.#isTls) {
      session.settings({ maxConcurrentStreams: 0 }, onHeard);
      return;
    }
    // Between two writes of the session, each of which ends with a frame. The answer to the ping has passed all that the
    // client had sent before it heard.
    this.stream.write(NOTICE);
    session.ping((error) => {
      if (error === null) onHeard();
    });
  }

  /** Node knows the last stream, and says it. */
  finish(): void {
    if (this.#session?.closed === false) this.#session.close();
  }
}

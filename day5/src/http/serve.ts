/**
 * Chooses the protocol that a connection speaks, by its first bytes: what begins with the preface of HTTP/2 (RFC 9113
 * §3.4) is that, and everything else is HTTP/1.1, which has the right words for what is neither. TcpServer hands every
 * connection to it.
 */

import type { Decoder } from "../net/codec.ts";
import type { Conn } from "../net/conn.ts";
import type { Shutdown } from "../sync/shutdown.ts";
import { Http1Connection } from "./h1/connection.ts";
import { Http2Connection } from "./h2/connection.ts";
import type { Http2Ground } from "./h2/session-options.ts";
import type { ServeOptions, Service } from "./service.ts";

/** As much of the preface as decides: no head of HTTP/1.1 begins so. The rest is checked where it is spoken. */
const PREFACE = Buffer.from("PRI * HTTP/2.0\r", "latin1");

/** Looks, and takes nothing: whether what has come begins as the preface does; "perhaps" while it is too short. */
const LOOK: Decoder<"yes" | "no" | "perhaps"> = {
  decode({ bytes, start, length }) {
    const known = Math.min(length, PREFACE.length);
    if (bytes.compare(PREFACE, 0, known, start, start + known) !== 0) return "no";
    return known === PREFACE.length ? "yes" : "perhaps";
  },
};

/** Serves `conn` until its end. */
export function serve(
  conn: Conn,
  shutdown: Shutdown,
  service: Service,
  options: ServeOptions,
  ground: Http2Ground,
): Promise<void> {
  return new FirstBytes(conn, shutdown, service, options, ground).run();
}

/**
 * HTTP/1.1, until the first bytes say something else. It is no step in front of it: the deadline that runs from the
 * accept, the stop and the client that leaves are those of HTTP/1.1 until it is known, and after the first look one
 * connection costs what it did before.
 */
class FirstBytes extends Http1Connection {
  readonly #conn: Conn;
  /** Made with the connection, and let go of when its protocol is known: holds what HTTP/2 would need. */
  #http2: (() => Http2Connection) | null;

  constructor(conn: Conn, shutdown: Shutdown, service: Service, options: ServeOptions, ground: Http2Ground) {
    super(conn, shutdown, service, options);
    this.#conn = conn;
    this.#http2 = () => new Http2Connection(conn, shutdown, service, options, ground);
  }

  /** For the connection: bytes may have come. */
  override wake(): void {
    const make = this.#http2;
    if (make === null || this.#conn.buffered === 0) {
      super.wake();
      return;
    }
    const answer = this.#conn.readFrame(LOOK);
    if (answer !== "perhaps") this.#http2 = null;
    if (answer === "yes" && mayBe(this.#conn)) this.#goOver(make());
    // Also for "perhaps": a head that drips in has its deadline, whatever it is going to be.
    else super.wake();
  }

  /** Behind its end HTTP/1.1 is woken once more, and finds that nothing is left to serve. */
  async #goOver(other: Http2Connection): Promise<void> {
    await other.run();
    await this.#conn.close();
    super.wake();
  }
}

/** RFC 9113 §3.3: over TLS, ALPN has decided. */
function mayBe({ scheme, socket }: Conn): boolean {
  return scheme !== "tls" || ("alpnProtocol" in socket && socket.alpnProtocol === "h2");
}

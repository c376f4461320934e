/**
 * The client of one stream: its addresses are those of the connection, and it is gone when the stream is, since a client
 * that has lost interest in one answer resets that stream and goes on with the others.
 */

import type { Address, Scheme } from "../../net/address.ts";
import type { Conn } from "../../net/conn.ts";
import type { Peer } from "../request.ts";

/** Made and held by the exchange, and held by its request. */
export class StreamPeer implements Peer {
  /** For peerCertificate, which looks for it here. */
  readonly conn: Conn;
  /** The stream is over, or the client is gone. */
  #isGone = false;
  /** Those who want to hear of it, such as the signal of the request. Made for the first of them. */
  #listeners: Set<() => void> | null = null;
  /** Takes the listener back that waits for the end of the connection. Made for the first of them too. */
  #forget: (() => void) | null = null;

  constructor(conn: Conn) {
    this.conn = conn;
  }

  /** Of the connection, as are the two below; what a proxy says of the client is read elsewhere. */
  get localAddress(): Address {
    return this.conn.localAddress;
  }

  get remoteAddress(): Address {
    return this.conn.remoteAddress;
  }

  get scheme(): Scheme {
    return this.conn.scheme;
  }

  /** It has ended its side of the connection, by which a program ends that is gone. */
  get hasEnded(): boolean {
    let hasEnded = false;
    // Told at once where it is over already.
    const forget = this.conn.onEnd(() => {
      hasEnded = true;
    });
    forget();
    return hasEnded;
  }

  /**
   * As Peer says. A client that has only ended its side of the stream, which ends every request, is there and waits; one
   * that has ended its side of the connection counts as gone, as in HTTP/1.1.
   */
  onEnd(listener: () => void): () => void {
    if (!this.#isGone) this.#forget ??= this.conn.onEnd(() => this.tellGone());
    this.#listeners ??= new Set();
    if (this.#isGone) listener();
    else this.#listeners.add(listener);
    return () => void this.#listeners?.delete(listener);
  }

  /** For the exchange: the stream is over; or the client is. A request that was answered whole has taken its listeners back. */
  tellGone(): void {
    this.#isGone = true;
    this.#forget?.();
    const listeners = this.#listeners ?? [];
    this.#listeners = null;
    for (const listener of listeners) listener();
  }
}

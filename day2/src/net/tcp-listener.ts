/**
 * Accepts TCP connections on an address, or connections on a Unix socket. TcpServer calls `accept` in a
 * loop. An address that cannot be had is an AddressError with a sentence for the person who started it.
 */

import { once } from "node:events";
import { createServer, isIPv4, type Server, type Socket } from "node:net";
import { defaultReactor } from "../event-loop/default-reactor.ts";
import { type Reactor, reactorRule } from "../event-loop/reactor.ts";
import { checkOptions, withDefaults } from "../guard/check-options.ts";
import { callback, group, type RulesFor, whole } from "../guard/rule.ts";
import { AcceptSource } from "./accept-source.ts";
import { type Address, formatAddress, parseAddress } from "./address.ts";
import { AddressError } from "./address-error.ts";
import { Conn } from "./conn.ts";
import { type ConnOptions, connDefaults, connRules } from "./conn-options.ts";
import type { CloseOptions, Listener } from "./listener.ts";

export interface ListenerOptions {
  readonly reactor?: Reactor;
  /** Connections that may wait to be accepted; one that comes after that is turned away. Default: 1024. */
  readonly maxWaiting?: number;
  /** What stands between an accepted socket and its Conn, such as TLS. Default: nothing. */
  readonly wrap?: (socket: Socket) => Socket;
  /** For every connection that is accepted here. */
  readonly conn?: ConnOptions;
}

export const listenerRules: RulesFor<ListenerOptions> = {
  reactor: reactorRule,
  maxWaiting: whole("connections", 1),
  wrap: callback,
  conn: group,
};

/** Lives from `bind` to `close`. It holds the connections that wait, and none that it has handed out. */
export class TcpListener implements Listener {
  readonly address: Address;
  /** Node's server and the queue of those it has let in. Registered from the constructor to `close`. */
  readonly #source: AcceptSource;
  /** Tells of new clients; every Conn that is made here gets it too. */
  readonly #reactor: Reactor;
  /** Made once and shared by all connections: they only read it. */
  readonly #connOptions: Required<ConnOptions>;
  /** What stands between socket and Conn. It is called when a connection is taken, not when it arrives. */
  readonly #wrap: (socket: Socket) => Socket;
  /** The one `accept` that waits: set by `accept`, settled by `#wake`, at the latest by `close`. */
  #pending: { resolve: (conn: Conn | null) => void; reject: (error: unknown) => void } | null = null;

  /** Private: a listener that exists listens. */
  private constructor(source: AcceptSource, address: Address, options: ListenerOptions) {
    this.address = address;
    this.#reactor = options.reactor ?? defaultReactor;
    this.#connOptions = withDefaults<ConnOptions>(connDefaults, options.conn);
    this.#wrap = options.wrap ?? ((socket) => socket);
    this.#source = source;
    this.#reactor.register(this.#source, () => this.#wake());
  }

  /**
   * Starts to listen. Errors: AddressError when the address is malformed or cannot be had; TypeError,
   * RangeError for an option that cannot be.
   */
  static async bind(address: string | Address, options: ListenerOptions = {}): Promise<TcpListener> {
    checkOptions("", options, listenerRules);
    if (options.conn !== undefined) checkOptions("conn", options.conn, connRules);
    // Parsed before anything is opened: a typing error is a sentence, and not a failed system call.
    const wanted = parseAddress(address);
    // allowHalfOpen: a client may end its side and still wait for the answer (ND3).
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true });
    // Before it listens: where processes share an address, a client may come with the very news that it does.
    const source = new AcceptSource(server, options.maxWaiting ?? 1024);
    await listen(server, wanted).catch((error) => {
      throw AddressError.from(error, wanted, formatAddress(wanted));
    });
    return new TcpListener(source, boundAddress(server, wanted), options);
  }

  /** Clients that were turned away because too many were waiting. */
  get dropped(): number {
    return this.#source.dropped;
  }

  /** As Listener says. Errors: thrown at once where an accept waits already, since a connection goes to one caller. */
  accept(): Promise<Conn | null> {
    if (this.#pending !== null) throw new Error("an accept is waiting already; a listener has one accepter");
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
      this.#wake();
    });
  }

  /** As Listener says. It may be called again: to end, after all, those that the first call has kept. */
  async close(options: CloseOptions = {}): Promise<void> {
    // A turn longer where waiting clients are kept: those in the kernel's queue have been let in too.
    if (options.keepWaiting === true) await this.#source.quiet();
    else this.#source.endWaiting();
    if (this.#source.closed) return;
    // The address is free from here on; what follows only tidies up.
    this.#source.close();
    this.#reactor.deregister(this.#source);
    // An accept that waits is answered with null: there will be no other.
    this.#wake();
  }

  /** For the reactor, at each client and each error; for `accept`, since one may have come before it was asked. */
  #wake(): void {
    const pending = this.#pending;
    if (pending === null) return;
    try {
      const conn = this.#next();
      // Woken for a client that has left meanwhile: the wait goes on.
      if (conn === null && !this.#source.closed) return;
      // Out of the way before it settles: what awaits it may call `accept` again on the spot.
      this.#pending = null;
      pending.resolve(conn);
    } catch (error) {
      this.#pending = null;
      pending.reject(error);
    }
  }

  /** The connection that has waited longest; null if none waits. Errors: what the server reported. */
  #next(): Conn | null {
    // A loop, since one that cannot be served must not end the accept of those behind it.
    for (;;) {
      const socket = this.#source.take();
      if (socket === null) return null;
      try {
        const conn = this.#conn(socket);
        if (conn !== null) return conn;
      } catch (error) {
        // What stands in between did not take this one: it goes, and the next may do better.
        this.#reactor.report(error);
      }
      socket.destroy();
    }
  }

  /** Null when the system does not know any more who the client is: it has reset before it was accepted. */
  #conn(socket: Socket): Conn | null {
    // Asked before anything is wrapped around the socket: TLS has no address of its own.
    const remote = remoteAddress(socket, this.address);
    if (remote === null) return null;
    const local = localAddress(socket, this.address);
    return new Conn(this.#wrap(socket), local, remote, this.#reactor, this.#connOptions);
  }
}

/** Resolves when the system listens. Errors: the system's own, which `bind` turns into an AddressError. */
async function listen(server: Server, address: Address): Promise<void> {
  // Asked at once: of a client that resets while it waits, the system could not say later who it was.
  server.on("connection", (socket) => void socket.remoteAddress);
  // `pauseOnConnect`: what a client sends stays in the kernel until its connection is served.
  server.listen("path" in address ? { path: address.path } : { host: address.host, port: address.port });
  await once(server, "listening");
}

/** Null: unknown. Never our own address in its place: our own is often one that is trusted. */
function remoteAddress(socket: Socket, listening: Address): Address | null {
  // The other end of a Unix socket has no address; what may open the file is there.
  if ("path" in listening) return listening;
  const { remoteAddress: host, remotePort: port } = socket;
  return host === undefined || port === undefined ? null : { host, port };
}

/** A listener on 0.0.0.0 has many local addresses; the connection knows which one was called. */
function localAddress(socket: Socket, listening: Address): Address {
  // Where there can be one address only, all connections share it: the system need not be asked.
  if ("path" in listening || (isIPv4(listening.host) && listening.host !== "0.0.0.0")) return listening;
  const { localAddress: host, localPort: port } = socket;
  return host === undefined || port === undefined ? listening : { host, port };
}

/** The host as it was asked for, the port as the system chose it: 0 stands for any that is free. */
function boundAddress(server: Server, wanted: Address): Address {
  const bound = server.address();
  return bound === null || typeof bound === "string" || "path" in wanted
    ? wanted
    : { host: wanted.host, port: bound.port };
}

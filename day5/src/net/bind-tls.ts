/**
 * A TcpListener whose connections speak TLS. The handshake belongs to the connection: it begins when the
 * connection has its permit, and whatever deadline holds for its first bytes holds for the handshake too.
 */

import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Address } from "./address.ts";
import type { Conn } from "./conn.ts";
import type { CloseOptions, Listener } from "./listener.ts";
import { type ListenerOptions, TcpListener } from "./tcp-listener.ts";
import { TlsContexts, type TlsOptions } from "./tls/contexts.ts";

/** HTTP over TLS is chosen by ALPN (RFC 7301); a client that offers none gets HTTP/1.1. */
const PROTOCOLS = ["h2", "http/1.1"];

/** Browsers and curl show it: a person who forgot the "s" reads what is wrong. */
const PLAIN_HTTP = "this port speaks HTTPS, and the request came in clear text: use https://\n";

/**
 * Starts to listen. The certificates are read and checked first, so that a mistake in them leaves no port open.
 * Errors: CertificateError, before anything is bound; AddressError.
 */
export async function bindTls(
  address: string | Address,
  tls: TlsOptions,
  options: Omit<ListenerOptions, "wrap"> = {},
): Promise<TlsListener> {
  const contexts = new TlsContexts(tls);
  const listener = await TcpListener.bind(address, {
    ...options,
    wrap: (socket) => secure(socket, contexts),
  });
  return new TlsListener(listener, contexts);
}

/** A listener whose certificates can be changed while it listens. */
export interface Reloadable {
  /**
   * Reads the certificates anew, or takes others; connections from now on get them. Errors: CertificateError; the old
   * ones stay in use then.
   */
  reload(tls?: TlsOptions): void;
}

/** Whether it has a `reload`. Asked by a server whose certificates are to be read anew, and by CombinedListener. */
export function isReloadable(listener: Listener): listener is Listener & Reloadable {
  return "reload" in listener;
}

/** A TcpListener that can change its certificates while it listens. */
export class TlsListener implements Listener, Reloadable {
  /** It belongs to this one, which closes it. */
  readonly #listener: TcpListener;
  /** Shared with the sockets: what is reloaded here, the next handshake finds. */
  readonly #contexts: TlsContexts;

  constructor(listener: TcpListener, contexts: TlsContexts) {
    this.#listener = listener;
    this.#contexts = contexts;
  }

  get address(): Address {
    return this.#listener.address;
  }

  /** Clients that were turned away because too many were waiting. */
  get dropped(): number {
    return this.#listener.dropped;
  }

  accept(): Promise<Conn | null> {
    return this.#listener.accept();
  }

  close(options?: CloseOptions): Promise<void> {
    return this.#listener.close(options);
  }

  /** As Reloadable says. Connections that are there keep the certificate they were shown. */
  reload(tls?: TlsOptions): void {
    this.#contexts.reload(tls);
  }
}

/** A TLS socket of an accepted one. */
function secure(socket: Socket, contexts: TlsContexts): TLSSocket {
  const asked = contexts.clientCertificates;
  // Not tls.Server: it would do the handshakes by itself, before the connection has its permit and its deadline.
  const secured = new TLSSocket(socket, {
    isServer: true,
    secureContext: contexts.default,
    ALPNProtocols: PROTOCOLS,
    requestCert: asked !== "none",
    rejectUnauthorized: asked === "required",
    SNICallback: (host, done) => done(null, contexts.contextFor(host)),
  });
  secured.once("secure", onShaken);
  // Outside of a tls.Server, Node reports here what fails, and nowhere else. The error is heard by the Conn.
  return secured.on("_tlsError", function (this: TLSSocket, error: NodeJS.ErrnoException) {
    if (error.code === "ERR_SSL_HTTP_REQUEST") refusePlain(socket);
    this.destroy(error);
  });
}

/** In the clear text that the client speaks; `socket` is the one below TLS. */
function refusePlain(socket: Socket): void {
  const fields = `content-type: text/plain; charset=utf-8\r\ncontent-length: ${PLAIN_HTTP.length}\r\nconnection: close`;
  socket.end(`HTTP/1.1 400 Bad Request\r\n${fields}\r\n\r\n${PLAIN_HTTP}`);
}

/** What Node's own TLS server sees and sets on a socket. */
interface Shaken extends TLSSocket {
  /** While it is true, code of Node's waits with the socket. */
  secureConnecting: boolean;
  readonly _handle?: { verifyError?(): Error | null };
}

/** The handshake is over. OpenSSL lets a bad certificate pass and says so when asked: what cannot be asked is refused. */
function onShaken(this: TLSSocket): void {
  const socket = this as Shaken;
  socket.secureConnecting = false;
  // None at all: it was not asked for, or it need not be there. Where one was required, OpenSSL has refused.
  if (socket.getPeerX509Certificate() === undefined) return;
  const { _handle: handle } = socket;
  const error = handle?.verifyError === undefined ? new Error("cannot be verified") : handle.verifyError();
  if (error === null) socket.authorized = true;
  else
    socket.destroy(new Error(`the certificate of the client is refused: ${error.message}`, { cause: error }));
}

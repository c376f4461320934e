/**
 * A TcpListener whose connections speak TLS. The handshake belongs to the connection: it begins when the
 * connection has its permit, and whatever deadline holds for its first bytes holds for the handshake too.
 */

import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { createSecureContext, type SecureContext, TLSSocket } from "node:tls";
import type { Address } from "./address.ts";
import { type ListenerOptions, TcpListener } from "./tcp-listener.ts";

export interface TlsOptions {
  /** The certificate with its chain: PEM text, or the path of a file with it. */
  readonly cert: string;
  /** The private key that belongs to it, the same way. */
  readonly key: string;
  /** What the key is encrypted with. */
  readonly passphrase?: string;
}

/**
 * A certificate or a key that a server cannot use. The message is one line for the person who started it: which of
 * the two, what is wrong with it, and how to mend it.
 */
export class CertificateError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CertificateError";
  }
}

/** HTTP over TLS is chosen by ALPN (RFC 7301); a client that offers none gets the same. */
const PROTOCOLS = ["http/1.1"];

/**
 * Starts to listen. The certificate is read and checked first, so that a mistake in it leaves no port open.
 * Errors: CertificateError, before anything is bound; AddressError.
 */
export function bindTls(
  address: string | Address,
  tls: TlsOptions,
  options: Omit<ListenerOptions, "wrap"> = {},
): Promise<TcpListener> {
  const wrap = secure(tls);
  return TcpListener.bind(address, { ...options, wrap });
}

/** What makes a TLS socket of an accepted one. Reads and checks the files now, once. */
function secure(tls: TlsOptions): (socket: Socket) => Socket {
  // One after the other, so that each mistake has its own sentence: OpenSSL has one for all of them.
  const cert = readPem(tls.cert, "cert");
  const key = readPem(tls.key, "key");
  const { passphrase } = tls;
  if (!parseChain(cert).checkPrivateKey(parseKey(key, passphrase))) {
    throw new CertificateError(
      "tls.key does not belong to tls.cert; use the key that the certificate was made for",
    );
  }
  // One context for all connections: it holds the parsed key, and the keys of the tickets with which clients come back.
  const secureContext = contextOf({ cert, key, ...(passphrase === undefined ? {} : { passphrase }) });
  return (socket) => {
    // Not tls.Server: it would do the handshakes by itself, before the connection has its permit and its deadline.
    const secured = new TLSSocket(socket, { isServer: true, secureContext, ALPNProtocols: PROTOCOLS });
    // Outside of a tls.Server, Node reports here what fails after the handshake, and nowhere else.
    return secured.on("_tlsError", endBroken);
  };
}

/** One function for all connections. The error is heard by the Conn, which ends with it as its reason. */
function endBroken(this: TLSSocket, error: Error): void {
  this.destroy(error);
}

/** The rules of OpenSSL, such as the least size of a key, are asked here and not at the first handshake. */
function contextOf(options: { cert: string; key: string; passphrase?: string }): SecureContext {
  try {
    return createSecureContext(options);
  } catch (cause) {
    throw new CertificateError(
      `tls.cert and tls.key cannot be used: ${reasonOf(cause)}; have a certificate made with a key of 2048 bits RSA, or 256 bits EC`,
      { cause },
    );
  }
}

/** OpenSSL's own word for it, such as "ee key too small". */
function reasonOf(cause: unknown): string {
  const { reason, message } = cause as { readonly reason?: string; readonly message: string };
  return reason ?? message.trim();
}

/** The text itself, or what the file of that name holds. PEM text is told by its first line. */
function readPem(textOrPath: string, what: "cert" | "key"): string {
  if (typeof textOrPath !== "string" || textOrPath === "") {
    throw new CertificateError(`tls.${what} is missing; give PEM text, or the path of a PEM file`);
  }
  if (textOrPath.includes("-----BEGIN ")) return textOrPath;
  try {
    return readFileSync(textOrPath, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new CertificateError(
      `tls.${what}: cannot read "${textOrPath}" (${code}); give the path of a PEM file`,
      { cause },
    );
  }
}

/** The first certificate. All are looked at: a client that needs the chain would miss what is cut or spoilt. */
function parseChain(pem: string): X509Certificate {
  // A file may have comments between its parts, and a key: only what begins as a part is looked at, in its order.
  const [first = "", ...chain] = pem
    .split(/(?=-----BEGIN )/)
    .filter((part) => part.startsWith("-----BEGIN "));
  const certificate = parseCert(first, "tls.cert is not a certificate in PEM form");
  for (const [index, part] of chain.entries()) {
    parseCert(part, `tls.cert: part ${index + 2} of the chain is cut off or no certificate in PEM form`);
  }
  return certificate;
}

/** Errors: CertificateError with `problem` in front. */
function parseCert(pem: string, problem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new CertificateError(
      `${problem}; it goes from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----`,
      { cause },
    );
  }
}

/** A wrong passphrase and a broken key look the same to OpenSSL, so the sentence names both. */
function parseKey(pem: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (cause) {
    throw new CertificateError(
      "tls.key is not a private key in PEM form, or tls.passphrase is not the one it is encrypted with",
      { cause },
    );
  }
}

/**
 * The certificates of a listener, as OpenSSL wants them: one by default, and others for the names that stand in them
 * (SNI, RFC 6066 §3). They can be read anew while the server runs: connections that come from then on get the new ones,
 * those that are there keep theirs, and clients that come back with a ticket of before are known.
 */

import { randomBytes, type X509Certificate } from "node:crypto";
import { createSecureContext, type SecureContext } from "node:tls";
import {
  CertificateError,
  parseChain,
  type ReadCertificate,
  readCertificate,
  readPem,
  type TlsCertificate,
} from "./certificate.ts";

/** The certificate is shown to every client that asks for no name, or for none that another one is for. */
export interface TlsOptions extends TlsCertificate {
  /** Further certificates: a client that asks for a name gets the first one that is for it. */
  readonly others?: readonly TlsCertificate[];
  /** Who signs the certificates of clients: PEM text, or the path of a file. With it clients are asked for theirs. */
  readonly clientCa?: string;
  /** Whether a client may come without one. Default: "required". One that is not good is refused in any case. */
  readonly clientCertificate?: "optional" | "required";
  /**
   * 48 random bytes: a client that comes back to another server with the same ones is known there. They open what is
   * said to all who come back: keep them as a key is kept. Default: made at the start. `run` shares them among workers.
   */
  readonly ticketKeys?: Uint8Array;
}

/** OpenSSL's own size for the keys of tickets: a name, a key to sign and one to encrypt, 16 bytes each. */
export const TICKET_KEY_BYTES = 48;

/** One certificate, ready for handshakes. Made by `#read`; connections that use it keep it beyond a reload. */
interface Named {
  readonly x509: X509Certificate;
  readonly context: SecureContext;
}

/** Made when a listener is bound, and held by it. */
export class TlsContexts {
  /** What was given last: paths are read again, text stays as it is. */
  #options: TlsOptions;
  /**
   * Kept through every reload that brings no others: what a client was given before must still be good. Those that are
   * made here are never written down, so that a restart forgets them, and with them whatever was recorded before.
   */
  #ticketKeys: Buffer;
  /** The first is the default. Replaced as a whole, when all of them could be read. */
  #all: readonly Named[];

  /** Reads and checks the files now. Errors: CertificateError. */
  constructor(options: TlsOptions) {
    this.#options = options;
    this.#ticketKeys = givenKeys(options) ?? randomBytes(TICKET_KEY_BYTES);
    this.#all = this.#read(options, this.#ticketKeys);
  }

  /** What a handshake asks of the client. It goes by the options that were given last. */
  get clientCertificates(): "none" | "optional" | "required" {
    const { clientCa, clientCertificate = "required" } = this.#options;
    return clientCa === undefined ? "none" : clientCertificate;
  }

  /** For a client that names no host. */
  get default(): SecureContext {
    return (this.#all[0] as Named).context;
  }

  /** The first certificate that is for `host`; the default one where none is: its client will say what is wrong. */
  contextFor(host: string): SecureContext {
    return this.#all.find(({ x509 }) => x509.checkHost(host) !== undefined)?.context ?? this.default;
  }

  /** All or nothing. Errors: CertificateError; the old ones stay in use then. */
  reload(options: TlsOptions = this.#options): void {
    const ticketKeys = givenKeys(options) ?? this.#ticketKeys;
    this.#all = this.#read(options, ticketKeys);
    this.#ticketKeys = ticketKeys;
    this.#options = options;
  }

  /** Errors: CertificateError of the first that cannot be used; nothing has changed then. */
  #read(options: TlsOptions, ticketKeys: Buffer): readonly Named[] {
    const { others = [] } = options;
    const ca = readClientCa(options.clientCa);
    const read = [
      readCertificate(options, "tls"),
      ...others.map((other, at) => readCertificate(other, `tls.others[${at}]`)),
    ];
    return read.map((one, at) => ({
      x509: one.x509,
      context: contextOf(one, ca, ticketKeys, at === 0 ? "tls" : `tls.others[${at - 1}]`),
    }));
  }
}

/** The rules of OpenSSL, such as the least size of a key, are asked here and not at the first handshake. */
function contextOf(
  { cert, key, passphrase }: ReadCertificate,
  ca: string | null,
  ticketKeys: Buffer,
  where: string,
): SecureContext {
  try {
    return createSecureContext({
      cert,
      key,
      ...(passphrase === undefined ? {} : { passphrase }),
      ...(ca === null ? {} : { ca }),
      // RFC 8996: 1.0 and 1.1 are not to be used; the command line of Node could allow them.
      minVersion: "TLSv1.2",
      ticketKeys,
      // With certificates of clients a ticket is good only where it was given.
      sessionIdContext: "ray",
    });
  } catch (cause) {
    throw new CertificateError(
      `${where}.cert and ${where}.key cannot be used: ${reasonOf(cause)}; have a certificate made with a key of 2048 bits RSA, or 256 bits EC`,
      { cause },
    );
  }
}

/** Null: the program has given none. Errors: CertificateError, which never shows them. */
function givenKeys({ ticketKeys }: TlsOptions): Buffer | null {
  if (ticketKeys === undefined) return null;
  if (ticketKeys instanceof Uint8Array && ticketKeys.length === TICKET_KEY_BYTES)
    return Buffer.from(ticketKeys);
  throw new CertificateError(
    `tls.ticketKeys must be ${TICKET_KEY_BYTES} bytes; make them once by randomBytes(${TICKET_KEY_BYTES}) of node:crypto`,
  );
}

/** Errors: CertificateError. */
function readClientCa(given: string | undefined): string | null {
  if (given === undefined) return null;
  const pem = readPem(given, "tls.clientCa");
  parseChain(pem, "tls.clientCa");
  return pem;
}

/** OpenSSL's own word for it, such as "ee key too small". */
function reasonOf(cause: unknown): string {
  const { reason, message } = cause as { readonly reason?: string; readonly message: string };
  return reason ?? message.trim();
}

/**
 * A certificate and its key, read and checked: each mistake is a sentence for the person who started the program.
 * tls/contexts.ts asks for it at the start, and again when certificates are read anew.
 */

import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

export interface TlsCertificate {
  /** The certificate with its chain: PEM text, or the path of a file with it. */
  readonly cert: string;
  /** The private key that belongs to it, the same way. */
  readonly key: string;
  /** What the key is encrypted with. */
  readonly passphrase?: string;
}

/**
 * What is read of one: texts for OpenSSL, and the certificate itself, which knows its names. Made at the start and at
 * each reload; what stays of it is a SecureContext and `x509`.
 */
export interface ReadCertificate {
  readonly cert: string;
  readonly key: string;
  readonly passphrase?: string;
  readonly x509: X509Certificate;
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

/** `where` is how the option is called, such as "tls". Errors: CertificateError. */
export function readCertificate(given: TlsCertificate, where: string): ReadCertificate {
  // One after the other, so that each mistake has its own sentence: OpenSSL has one for all of them.
  const cert = readPem(given.cert, `${where}.cert`);
  const key = readPem(given.key, `${where}.key`);
  const { passphrase } = given;
  const x509 = parseChain(cert, `${where}.cert`);
  if (!x509.checkPrivateKey(parseKey(key, passphrase, where))) {
    throw new CertificateError(
      `${where}.key does not belong to ${where}.cert; use the key that the certificate was made for`,
    );
  }
  return { cert, key, ...(passphrase === undefined ? {} : { passphrase }), x509 };
}

/** The text itself, or what the file of that name holds. PEM text is told by its first line. */
export function readPem(textOrPath: string, what: string): string {
  if (typeof textOrPath !== "string" || textOrPath === "") {
    throw new CertificateError(`${what} is missing; give PEM text, or the path of a PEM file`);
  }
  if (textOrPath.includes("-----BEGIN ")) return textOrPath;
  try {
    return readFileSync(textOrPath, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new CertificateError(
      `${what}: cannot read "${textOrPath}" (${code}); give the path of a PEM file`,
      { cause },
    );
  }
}

/** The first certificate. All are looked at: a client that needs the chain would miss what is cut or spoilt. */
export function parseChain(pem: string, what: string): X509Certificate {
  // A file may have comments between its parts, and a key: only what begins as a part is looked at, in its order.
  const [first = "", ...chain] = pem
    .split(/(?=-----BEGIN )/)
    .filter((part) => part.startsWith("-----BEGIN "));
  const certificate = parseCert(first, `${what} is not a certificate in PEM form`);
  for (const [index, part] of chain.entries()) {
    parseCert(part, `${what}: part ${index + 2} of the chain is cut off or no certificate in PEM form`);
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
function parseKey(pem: string, passphrase: string | undefined, where: string): KeyObject {
  try {
    return createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (cause) {
    throw new CertificateError(
      `${where}.key is not a private key in PEM form, or ${where}.passphrase is not the one it is encrypted with`,
      { cause },
    );
  }
}

/**
 * A certificate or a key that a server cannot use. The message is one line for the person who started it:
 * which of the two, what is wrong with it, and how to mend it.
 */

export class CertificateError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CertificateError";
  }
}

/**
 * Why a connection could not go on. It concerns this connection and no other. What a peer may do at any
 * time, such as closing between two frames, is not an error and never becomes a ConnError.
 */

export type ConnErrorCode =
  /** The peer ended its side in the middle of a frame. */
  | "UNEXPECTED_END"
  /** A read took longer than its deadline. */
  | "READ_TIMEOUT"
  /** The peer took nothing of what we wrote for the length of the write deadline. */
  | "WRITE_TIMEOUT"
  /** The peer reset the connection, or the network did. */
  | "RESET"
  /** We closed it ourselves. */
  | "CLOSED";

export class ConnError extends Error {
  readonly code: ConnErrorCode;

  constructor(code: ConnErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ConnError";
    this.code = code;
  }

  /** For a read or a write behind our own `close` or `destroy`. */
  static closed(): ConnError {
    return new ConnError("CLOSED", "the connection is closed");
  }

  /** `bytes` are there of a frame that is not whole. */
  static unexpectedEnd(bytes: number): ConnError {
    return new ConnError("UNEXPECTED_END", `the peer ended its side ${bytes} bytes into a frame`);
  }

  /** `cause` is what the socket reported; over TLS it may be OpenSSL's. */
  static reset(cause: Error & { readonly reason?: string }): ConnError {
    // OpenSSL's message is a line of numbers and files; its reason is the sentence in it.
    return new ConnError("RESET", `the connection broke: ${cause.reason ?? cause.message}`, { cause });
  }
}

/**
 * Where the bytes of a request body come from: an HTTP/1.1 connection, or plain bytes in a test.
 */

export interface BodySource {
  /** The length that the client declared; null when only the end will tell. */
  readonly length: number | null;
  /**
   * Some bytes, or null at the end. Without a promise where they are here already.
   * Errors: HttpError 400 for a body that is malformed or cut short, 408 for one that is late.
   */
  next(): Buffer | null | Promise<Buffer | null>;
}

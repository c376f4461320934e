/**
 * A body with fields behind it, the trailers (RFC 9110 §6.5): what is known of a stream only when it has ended. The
 * stream gives them as the last thing that its iterator returns; the protocol that sends it puts them on the wire.
 * What else reads such a stream gets its pieces, and loses the trailers, which HTTP allows.
 */

import { fieldName, Headers } from "./headers.ts";
import { type BodyStream, letGo, open, toBody } from "./response-body.ts";

/** By name: what gives the value, asked when the last piece has left. null: the field is left out. */
export type TrailersInit = Readonly<Record<string, () => string | null | Promise<string | null>>>;

/** What the iterator of a TrailedStream returns. A class of its own: what else a generator returns means nothing. */
export class Trailers extends Headers {}

/**
 * RFC 9110 §6.5.1: what a client must know before the content, and what it would let pass once it has looked at the
 * head. It frames the message, routes it, says who may have it, or how to read and keep it.
 */
const NEVER = new Set(
  `connection content-length keep-alive proxy-connection transfer-encoding trailer upgrade host te expect max-forwards
  authorization proxy-authorization proxy-authenticate www-authenticate authentication-info proxy-authentication-info
  cookie set-cookie content-encoding content-type content-range content-location content-disposition content-language
  accept-ranges range if-match if-none-match if-modified-since if-unmodified-since if-range cache-control pragma age date
  expires last-modified location retry-after vary warning strict-transport-security content-security-policy`.split(
    /\s+/,
  ),
);

/** One for each answer: made by its handler, read once by the protocol, or let go of. */
export class TrailedStream implements AsyncIterable<Uint8Array | string> {
  /** Of the fields that may come, in lower case. */
  readonly names: readonly string[];
  readonly #source: BodyStream;
  readonly #fields: TrailersInit;

  /** Errors: TypeError for a name that is none, or that may not stand behind a body; for what is no stream. */
  constructor(source: BodyStream, fields: TrailersInit) {
    // First of all: its errors are heard, and it is let go of where it is not going to be read.
    this.#source = toBody(source) as BodyStream;
    this.#fields = fields;
    try {
      this.names = Object.keys(fields).map(fieldName);
      const never = this.names.find((name) => NEVER.has(name));
      if (never !== undefined)
        throw new TypeError(
          `"${never}" must stand in front of the body, and never behind it (RFC 9110 §6.5.1)`,
        );
    } catch (error) {
      letGo(source);
      throw error;
    }
  }

  /** Errors: those of the source, and of what gives the values; TypeError for one that cannot go on the wire. */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array | string, Trailers | undefined> {
    const pieces = open(this.#source);
    return {
      next: async () => {
        const result = await pieces.next();
        if (result.done !== true) return result as IteratorYieldResult<Uint8Array | string>;
        return { done: true, value: await this.#values() };
      },
      // Not awaited: a source that sleeps hears it at once.
      return: async () => {
        pieces.end();
        return { done: true, value: undefined };
      },
    };
  }

  /** One after the other, in the order in which they were given. */
  async #values(): Promise<Trailers> {
    const trailers = new Trailers();
    for (const [name, give] of Object.entries(this.#fields)) {
      const value = await give();
      if (value !== null) trailers.set(name, value);
    }
    return trailers;
  }
}

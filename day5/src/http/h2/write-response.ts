/**
 * Puts one response on a stream of HTTP/2: fields, body, end. The framing is HTTP/2's own: what a handler says of it is
 * not sent, or is an error, as in HTTP/1.1. A small answer is written without a promise. HOT.
 */

import type { OutgoingHttpHeaders, ServerHttp2Stream } from "node:http2";
import { contentOf, type Response } from "../response.ts";
import { type BodyStream, open, type Pieces, toPiece } from "../response-body.ts";
import { TrailedStream, Trailers } from "../trailers.ts";
import { nextTurn } from "../turn.ts";

/** RFC 9113 §8.2.2: about one hop of HTTP/1.1. There is no such thing here. */
const CONNECTION_FIELDS = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);

/** Bodies above this are handed over in slices, so that a slow client is noticed slice by slice. */
const SLICE_BYTES = 64 * 1024;

/**
 * Null where all is written; a promise where the body takes its time. `onWriting` is called with the length of each
 * piece that leaves.
 * Errors: before anything is written, what cannot be an answer. Later, as a rejection, what the stream fails with; the
 * answer has begun then, and must be reset.
 */
export function writeResponse(
  stream: ServerHttp2Stream,
  response: Response,
  isHead: boolean,
  onWriting: (bytes: number) => void,
): Promise<void> | null {
  const { body, status } = response;
  const content = contentOf(status);
  const declared = declaredLength(response);
  const whole = typeof body === "string" || body instanceof Uint8Array ? body : null;
  const size = whole === null ? 0 : Buffer.byteLength(whole);
  const isSilent = isHead || content !== "any";
  const isStream = body !== null && whole === null;
  let length = isStream ? declared : size;
  // RFC 9110 §9.3.2: what the answer to GET would have, which the handler may know.
  if (body === null && isHead) length = declared ?? 0;
  if (content !== "any") length = content === "none" ? null : 0;
  const fields = fieldsOf(response, length);
  if (isSilent || body === null) {
    stream.respond(fields, { endStream: true });
    if (isStream) response.discard();
    return null;
  }
  if (whole === null) return sendStream(stream, fields, body as BodyStream, declared, onWriting);
  stream.respond(fields);
  if (size > SLICE_BYTES)
    return sendSlices(stream, typeof whole === "string" ? Buffer.from(whole) : whole, onWriting);
  onWriting(size);
  // Text as it is: Node encodes it on its way out.
  stream.end(whole);
  return null;
}

/** Those of the handler, in its order, and ours. A field that comes several times is a list. */
export function fieldsOf({ headers, status }: Response, length: number | null): OutgoingHttpHeaders {
  const fields: OutgoingHttpHeaders = { ":status": status };
  for (const { name, value } of headers.fields) {
    if (CONNECTION_FIELDS.has(name) || name === "content-length") continue;
    const before = fields[name];
    if (before === undefined) fields[name] = value;
    else fields[name] = Array.isArray(before) ? [...before, value] : [before as string, value];
  }
  if (length !== null) fields["content-length"] = length;
  return fields;
}

/** As in HTTP/1.1: a length that a handler declared is kept to. Errors: what cannot be sent. */
function declaredLength({ headers }: Response): number | null {
  if (!headers.hasFraming) return null;
  if (headers.has("transfer-encoding"))
    throw new Error("a handler set transfer-encoding; leave it out, the server chooses the framing");
  const declared = headers.get("content-length");
  if (declared === null) return null;
  if (!/^\d{1,15}$/.test(declared)) throw new Error(`a handler set content-length to "${declared}"`);
  return Number(declared);
}

/** Bytes that are there whole, slice by slice. Never rejects: a client that leaves ends the loop. */
async function sendSlices(
  stream: ServerHttp2Stream,
  bytes: Uint8Array,
  onWriting: (bytes: number) => void,
): Promise<void> {
  const writer = new PieceWriter(stream, onWriting);
  for (let from = 0; from < bytes.length && !stream.destroyed; from += SLICE_BYTES) {
    await writer.write(bytes.subarray(from, from + SLICE_BYTES));
    // A client that takes all at once would keep us here, without a look at any other.
    await nextTurn();
  }
  stream.end();
}

/** The fields go out before the first piece. A client that leaves ends the source at once, also one that sleeps. */
function sendStream(
  stream: ServerHttp2Stream,
  fields: OutgoingHttpHeaders,
  body: BodyStream,
  declared: number | null,
  onWriting: (bytes: number) => void,
): Promise<void> {
  const pieces = open(body);
  return new Promise((resolve, reject) => {
    let isOver = false;
    // Whichever comes first: the end of the source, its failure, or that of the client. No race of promises: the one of
    // the client would collect a callback for each piece.
    const over = (settle: () => void) => {
      if (isOver) return;
      isOver = true;
      pieces.end();
      settle();
    };
    stream.once("close", () => over(resolve));
    stream.respond(fields, { waitForTrailers: body instanceof TrailedStream });
    sendPieces(stream, pieces, declared, onWriting).then(
      () => over(resolve),
      (error) => over(() => reject(error)),
    );
  });
}

/** Errors: what the source fails with; one that yields too much, too little, or what is neither text nor bytes. */
async function sendPieces(
  stream: ServerHttp2Stream,
  pieces: Pieces,
  declared: number | null,
  onWriting: (bytes: number) => void,
): Promise<void> {
  const writer = new PieceWriter(stream, onWriting);
  let left = declared;
  for (;;) {
    const { done, value } = await pieces.next();
    if (stream.destroyed) return;
    if (done && value instanceof Trailers)
      stream.once("wantTrailers", () => stream.sendTrailers(Object.fromEntries(value)));
    if (done) break;
    const piece = toPiece(value);
    if (left !== null) left -= Buffer.byteLength(piece);
    if (left !== null && left < 0) throw new Error("the stream is longer than its content-length");
    // A copy of what is not text: its source may fill the same memory again.
    if (piece.length > 0) await writer.write(typeof piece === "string" ? piece : Buffer.from(piece));
    const turn = nextTurn();
    if (turn !== null) await turn;
    if (stream.destroyed) return;
  }
  if (left !== null && left > 0) throw new Error("the stream is shorter than its content-length");
  stream.end();
}

/** Writes at the speed of the client. One for each answer that is written in pieces, and gone with it. */
class PieceWriter {
  /** Its listeners go with it. */
  readonly #stream: ServerHttp2Stream;
  /** The exchange's: it counts, and starts the clock of a client that takes nothing. */
  readonly #onWriting: (bytes: number) => void;
  /** Who waits for the client to take what is there. */
  #resume: (() => void) | null = null;

  constructor(stream: ServerHttp2Stream, onWriting: (bytes: number) => void) {
    this.#stream = stream;
    this.#onWriting = onWriting;
    const wake = () => {
      this.#resume?.();
      this.#resume = null;
    };
    stream.on("drain", wake);
    stream.on("close", wake);
  }

  /** A promise only where the client takes less; it resolves too when the stream is over. */
  write(piece: Uint8Array | string): undefined | Promise<void> {
    if (this.#stream.destroyed) return undefined;
    this.#onWriting(Buffer.byteLength(piece));
    if (this.#stream.write(piece)) return undefined;
    return new Promise((resolve) => {
      this.#resume = resolve;
    });
  }
}

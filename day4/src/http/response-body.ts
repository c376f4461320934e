/**
 * What an answer can be made of, and what is owed to a stream that is one: its `error` is listened to from the
 * moment on, since Node ends the process otherwise; it is read once, or it is let go of. Response keeps to the
 * first; the protocol that sends a response, or drops it, to the second.
 */

/** A string goes out as UTF-8. A stream may yield both. */
export type ResponseBody = string | Uint8Array | BodyStream | null;

export type BodyStream = AsyncIterable<Uint8Array | string>;

/**
 * A stream that is being read, or let go of without: one face for the three kinds, so that the writer of an
 * answer knows only of pieces and of an end. Made by `open`, held by the writer until the last piece is out
 * or the client is gone, and ended by it in any case.
 */
export interface Pieces {
  /** Errors: what the stream fails with. */
  next(): Promise<IteratorResult<unknown>> | IteratorResult<unknown>;
  /**
   * No piece is asked for any more: a file or a query behind the stream is closed. Never fails, waits for
   * nothing.
   */
  end(): void;
}

/** What streams have, each kind its own: of node:stream, of the web, and all others. */
interface AnyStream {
  on?(event: "error", listener: () => void): unknown;
  destroy?(): unknown;
  getReader?(): { read(): Promise<IteratorResult<unknown>>; cancel(): Promise<void> };
  [Symbol.asyncIterator]?(): AnyIterator;
  [Symbol.iterator]?(): AnyIterator;
}

interface AnyIterator {
  next(): Promise<IteratorResult<unknown>> | IteratorResult<unknown>;
  return?(): unknown;
}

/**
 * Streams whose errors are heard already. Weak: a stream must not be kept by the fact that it was looked at.
 */
const adopted = new WeakSet<object>();
/**
 * Streams that can be read once and have been, or have been let go of. A handler that answers with one of
 * them again has made an error that is told: most of them would just be empty, and an empty 200 looks like an
 * answer.
 */
const spent = new WeakSet<object>();

const ignore = () => {};

/** The body is made while it is sent, and its length is not known before its end. */
export function isStream(body: ResponseBody): body is BodyStream {
  return body !== null && typeof body === "object" && !(body instanceof Uint8Array);
}

/** `value` as a body, its errors heard from now on. Errors: TypeError for what is none. */
export function toBody(value: unknown): ResponseBody {
  if (value === null || typeof value === "string" || value instanceof Uint8Array) return value;
  const bytes = rawBytes(value);
  if (bytes !== null) return bytes;
  const stream = value as AnyStream;
  if (typeof value !== "object" || !(Symbol.asyncIterator in stream || Symbol.iterator in stream)) {
    throw new TypeError(`a body must be text, bytes, a stream of both, or null; not ${nameOf(value)}`);
  }
  if (typeof stream.on === "function" && !adopted.has(value)) {
    adopted.add(value);
    // Its reader hears the error from its iterator. Of one that is not read, no error matters.
    stream.on("error", ignore);
  }
  return value as BodyStream;
}

/** Begins to read. Errors: Error when it has been read before, and can be read only once. */
export function open(stream: BodyStream): Pieces {
  if (spent.has(stream)) throw new Error("this stream has been sent already; make a new one for each answer");
  const { pieces, isOnce } = piecesOf(stream);
  if (isOnce) spent.add(stream);
  return pieces;
}

/**
 * It will not be read: its answer was replaced, or its client asked with HEAD, or has gone. Never fails: what
 * a stream has to say to that concerns no answer.
 */
export function letGo(stream: BodyStream): void {
  try {
    const { pieces, isOnce } = piecesOf(stream);
    if (isOnce) spent.add(stream);
    pieces.end();
  } catch {
    // Another reader has it, who will end it.
  }
}

/**
 * One piece as what goes on the wire. Errors: TypeError that names what it is when it is neither text nor
 * bytes.
 */
export function toPiece(piece: unknown): Uint8Array | string {
  if (typeof piece === "string" || piece instanceof Uint8Array) return piece;
  const bytes = rawBytes(piece);
  if (bytes === null)
    throw new TypeError(`a stream must yield text or bytes; this one yielded ${nameOf(piece)}`);
  return bytes;
}

/** The memory behind a view of any width, and a buffer itself, counted in bytes. */
function rawBytes(value: unknown): Uint8Array | null {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) return new Uint8Array(value);
  return null;
}

/**
 * By kind, and not by the iterator that all three have: each kind is ended in its own way, and most iterators
 * do it late or not at all. `isOnce`: a second reader would get nothing. A plain iterable gives a new
 * iterator to each.
 */
function piecesOf(stream: AnyStream): { readonly pieces: Pieces; readonly isOnce: boolean } {
  if (typeof stream.destroy === "function") return { pieces: nodePieces(stream), isOnce: true };
  if (typeof stream.getReader === "function") return { pieces: webPieces(stream.getReader()), isOnce: true };
  const iterator = iteratorOf(stream);
  const end = () => attempt(() => iterator.return?.());
  return { pieces: { next: () => iterator.next(), end }, isOnce: iterator === stream };
}

/** Its iterator would not do: one that has not begun destroys nothing when it is told to return. */
function nodePieces(stream: AnyStream): Pieces {
  let iterator: AnyIterator | null = null;
  return {
    next() {
      iterator ??= iteratorOf(stream);
      return iterator.next();
    },
    end: () => attempt(() => stream.destroy?.()),
  };
}

/** Its iterator would not do either: its `return` waits for the piece that is awaited. */
function webPieces(reader: ReturnType<NonNullable<AnyStream["getReader"]>>): Pieces {
  return { next: () => reader.read(), end: () => attempt(() => reader.cancel()) };
}

function iteratorOf(stream: AnyStream): AnyIterator {
  const iterator = stream[Symbol.asyncIterator]?.() ?? stream[Symbol.iterator]?.();
  if (iterator === undefined) throw new TypeError(`${nameOf(stream)} cannot be iterated`);
  return iterator;
}

function attempt(end: () => unknown): void {
  try {
    Promise.resolve(end()).catch(ignore);
  } catch {
    // It has failed to end: nothing that we could do about it.
  }
}

/** Never the value itself, which may be a secret. */
function nameOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

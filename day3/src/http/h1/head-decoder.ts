/**
 * Finds the end of a request head in what has arrived, and has it parsed. Pulled by the connection through
 * `readFrame`. It remembers how far it has looked, so a client that drips bytes costs linear time.
 */

import type { Decoder } from "../../net/codec.ts";
import type { ReadBuffer } from "../../net/read-buffer.ts";
import { HttpError } from "../http-error.ts";
import type { Limits } from "../limits.ts";
import { HeadCheck, MAX_METHOD, rejectHead } from "./reject-head.ts";
import { parseRequestHead, type RequestHead } from "./request-head.ts";

const LF = 0x0a;
const CR = 0x0d;
const END = "\r\n\r\n";
/** `a:` with its CR LF. */
const SHORTEST_FIELD = 4;

/**
 * One for each connection, as long-lived: it looks at one head after the other, and is as new behind each.
 * For a head that is there whole, which is nearly every one, nothing is kept at all.
 */
export class HeadDecoder implements Decoder<RequestHead> {
  readonly #limits: Limits;
  /** Bytes of this head that are known not to end it; 0 until its first look was in vain. */
  #searched = 0;
  /** Empty lines that came before it. */
  #emptyLines = 0;
  /** Looks at a head that has not come whole; null while none is on its way. */
  #check: HeadCheck | null = null;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** The first bytes of a head have come, and not yet its last; empty lines are none of it. */
  get hasBegun(): boolean {
    return this.#searched > 0;
  }

  /** Errors: HttpError 400, 414, 431, 505. The connection cannot be used after it. */
  decode(input: ReadBuffer): RequestHead | null {
    if (input.length === 0) return null;
    // At the first look most heads are there whole, and the grammar finds their end by itself.
    if (this.#searched > 0) return this.#search(input);
    const head = parseRequestHead(input.latin1(), input.start - input.textStart);
    return head === null ? this.#search(input) : this.#take(head, input);
  }

  /** Looks for the end, behind what has been looked at before. */
  #search(input: ReadBuffer): RequestHead | null {
    // RFC 9112 §2.2: an empty line before a request is left over from the one before; ignore it.
    while (this.#searched === 0 && input.length > 0 && input.bytes[input.start] === CR) {
      // Its LF is still on its way, and with it the answer whether this is an empty line.
      if (input.length === 1) return null;
      if (input.bytes[input.start + 1] !== LF) break;
      input.skip(2);
      this.#emptyLines += 1;
      if (this.#emptyLines > this.#limits.maxEmptyLines) {
        throw new HttpError(400, "there are too many empty lines before the request", {
          code: "EMPTY_LINES",
        });
      }
    }
    const found = input.bytes.indexOf(END, input.start + this.#searched, "latin1");
    const end = found < 0 ? -1 : found + END.length;
    if (end < 0 || end > input.end) return this.#wait(input);
    const length = end - input.start;
    if (length > this.#limits.maxHeadBytes) this.#tooLarge(input, length);
    const text = input.bytes.toString("latin1", input.start, end);
    const head = parseRequestHead(text, 0);
    return head === null ? rejectHead(text, this.#limits) : this.#take(head, input);
  }

  /** The grammar has matched; what is left are the bounds. Errors: as `decode`. */
  #take(head: RequestHead, input: ReadBuffer): RequestHead {
    if (!isWithin(head, this.#limits)) this.#tooLarge(input, head.length);
    input.skip(head.length);
    this.#searched = 0;
    this.#emptyLines = 0;
    this.#check = null;
    return head;
  }

  /** Its end has not come: what is here is looked at, and where the next search begins is remembered. */
  #wait(input: ReadBuffer): null {
    if (input.length === 0) return null; // nothing but empty lines
    this.#lookAt(input, input.length);
    if (input.length > this.#limits.maxHeadBytes) this.#tooLarge(input, input.length);
    // The last three bytes may be the beginning of the end.
    this.#searched = Math.max(1, input.length - (END.length - 1));
    return null;
  }

  /**
   * Looks at what has come, each byte once. What can be refused is refused now: a client of HTTP/0.9, of TLS,
   * or of anything else that is no HTTP, would never send the empty line that we wait for.
   */
  #lookAt({ bytes, start }: ReadBuffer, length: number): void {
    this.#check ??= new HeadCheck(this.#limits);
    const end = start + Math.min(length, this.#limits.maxHeadBytes);
    this.#check.look(bytes.toString("latin1", start + this.#check.seen, end));
  }

  /**
   * A bound is passed: which one, is told by the first that stands in the bytes, as for a head that drips in.
   */
  #tooLarge(input: ReadBuffer, length: number): never {
    this.#lookAt(input, length);
    // RFC 6585 §5. Nothing before the bound of the whole was wrong.
    throw new HttpError(431, `the request head is larger than ${this.#limits.maxHeadBytes} bytes`, {
      code: "HEAD_TOO_LARGE",
    });
  }
}

/** Whether `head` keeps to all its bounds; which one it does not is for HeadCheck to say. */
function isWithin({ method, target, fields, length }: RequestHead, limits: Limits): boolean {
  if (method.length > MAX_METHOD || target.length > limits.maxTargetBytes) return false;
  if (length > limits.maxHeadBytes) return false;
  // So short, it has room for no more: most heads need not be counted.
  return fields.length <= limits.maxFields * SHORTEST_FIELD || countFields(fields) <= limits.maxFields;
}

/** In front of each line stands an LF, and so it does behind the last. */
function countFields(lines: string): number {
  let count = -1;
  for (let at = lines.indexOf("\n"); at >= 0; at = lines.indexOf("\n", at + 1)) count += 1;
  return count;
}

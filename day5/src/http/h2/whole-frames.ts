/**
 * Cuts what a client of HTTP/2 has sent into pieces that an old Node may be given. Its nghttp2 (before 1.68.1) reads on
 * behind the frame that has ended a session, and one of a wrong size that follows in the same piece ends the process
 * (CVE-2026-27135). So frames go together as long as the size of each is one that its type can have (RFC 9113 §6); one
 * that has another is a piece by itself, and is refused by its head. A GOAWAY is one as well, since no Node before 24 may
 * see it (framed-transport.ts), and DATA goes in another piece than a head before it. It is pure: bytes in, bytes out.
 */

import type { Decoder } from "../../net/codec.ts";
import type { ReadBuffer } from "../../net/read-buffer.ts";

/** RFC 9113 §3.4. */
const PREFACE_BYTES = 24;
/** §4.1. */
export const HEAD_BYTES = 9;
/** §4.2: what we take, since our settings say no more. */
const MOST_BYTES = 16 * 1024;

/** §6: the types whose size is checked, and the flags that matter for it. */
const [DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING] = [0, 1, 2, 3, 4, 5, 6];
export const GOAWAY = 7;
const [WINDOW_UPDATE, CONTINUATION] = [8, 9];
const [ACK, END_HEADERS, PADDED, HAS_PRIORITY] = [0x1, 0x4, 0x8, 0x20];

/** Made for one connection: its first piece begins with the preface. */
export class WholeFrames implements Decoder<Buffer> {
  /** The last piece is a GOAWAY as it should be, and nothing else. */
  isGoaway = false;
  #isFirst = true;
  /** A head has begun, and nothing may come before the rest of it (§6.10). */
  #isInHead = false;

  /** All whole frames that may go together, or null. Of one that is too long only the head: it is not waited for. */
  decode(input: ReadBuffer): Buffer | null {
    const { bytes, start, end } = input;
    this.isGoaway = false;
    // A head stands in this piece: what a stream has behind it is for the next one, when Node has told of the stream.
    let hasHead = false;
    let at = this.#isFirst ? start + PREFACE_BYTES : start;
    if (at > end) return null;
    while (at + HEAD_BYTES <= end) {
      const length = bytes.readUIntBE(at, 3);
      const type = bytes[at + 3] as number;
      const flags = bytes[at + 4] as number;
      const next = at + HEAD_BYTES + (length > MOST_BYTES ? 0 : length);
      const isGood = isSized(type, flags, length);
      const isAlone = type === GOAWAY || !isGood;
      if (next > end || ((isAlone || (type === DATA && hasHead)) && at > start)) break;
      hasHead ||= type === HEADERS;
      this.isGoaway = type === GOAWAY && isGood && bytes.readUInt32BE(at + 5) === 0 && !this.#isInHead;
      if (type === HEADERS || type === CONTINUATION) this.#isInHead = (flags & END_HEADERS) === 0;
      at = next;
      if (isAlone) break;
    }
    if (at === start) return null;
    this.#isFirst = false;
    return input.take(at - start);
  }
}

/** Whether a frame of this type can have a payload of `length` bytes. What is inside it is not looked at. */
function isSized(type: number, flags: number, length: number): boolean {
  if (length > MOST_BYTES) return false;
  switch (type) {
    case HEADERS:
      return length >= (flags & PADDED ? 1 : 0) + (flags & HAS_PRIORITY ? 5 : 0);
    case PRIORITY:
      return length === 5;
    case RST_STREAM:
    case WINDOW_UPDATE:
      return length === 4;
    case SETTINGS:
      return flags & ACK ? length === 0 : length % 6 === 0;
    // No client may send one.
    case PUSH_PROMISE:
      return false;
    case PING:
      return length === 8;
    case GOAWAY:
      return length >= 8;
    default:
      return true;
  }
}

/**
 * Whether this Node needs it: for its nghttp2, or since it is older than 24. Such a Node ends the process by an assertion
 * when a client ends the session in a packet that goes on with a new stream and DATA on it.
 */
export function needsWholeFrames({ node, nghttp2 = "0" }: NodeJS.ProcessVersions): boolean {
  return ordinal(nghttp2) < ordinal("1.68.1") || ordinal(node) < ordinal("24.0.0");
}

function ordinal(version: string): number {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number.parseFloat);
  return major * 1e6 + minor * 1e3 + patch;
}

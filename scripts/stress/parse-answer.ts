/**
 * Reads one HTTP/1.1 answer from the beginning of what has come. Strict, and written without a look at the
 * framework: what it does not understand is a Failure.
 */

import { check } from "./trial.ts";

export interface Answer {
  readonly status: number;
  /** With its status line and the empty line. */
  readonly head: string;
  readonly body: Buffer;
  /** Bytes of the whole answer. */
  readonly length: number;
}

/** Null while the answer is not complete. To a HEAD it ends with its head, whatever that says. */
export function parseAnswer(bytes: Buffer, isHead = false): Answer | null {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const start = end + 4;
  const head = bytes.toString("latin1", 0, start);
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]);
  check(status >= 200 && status < 600, `not an answer: ${JSON.stringify(head)}`);
  if (isHead) return { status, head, body: Buffer.alloc(0), length: start };
  const length = /\r\ncontent-length: (\d+)\r\n/.exec(head)?.[1];
  if (length !== undefined) {
    const last = start + Number(length);
    return bytes.length < last ? null : { status, head, body: bytes.subarray(start, last), length: last };
  }
  check(head.includes("\r\ntransfer-encoding: chunked\r\n"), `an answer without framing: ${head}`);
  return parseChunks(bytes, start, status, head);
}

function parseChunks(bytes: Buffer, start: number, status: number, head: string): Answer | null {
  const pieces: Buffer[] = [];
  for (let at = start; ; ) {
    const line = bytes.indexOf("\r\n", at);
    if (line < 0) return null;
    const text = bytes.toString("latin1", at, line);
    check(/^[\da-f]+$/.test(text), `not the size of a chunk: ${JSON.stringify(text)}`);
    const from = line + 2;
    const to = from + Number.parseInt(text, 16);
    if (bytes.length < to + 2) return null;
    check(bytes.toString("latin1", to, to + 2) === "\r\n", "a chunk is longer than its size");
    if (to === from) return { status, head, body: Buffer.concat(pieces), length: to + 2 };
    pieces.push(bytes.subarray(from, to));
    at = to + 2;
  }
}

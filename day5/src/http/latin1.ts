/**
 * Text that stands for bytes, one character for each: latin1, which is what the head of a message is made of
 * (RFC 9110 §5.5). Joining such texts and encoding them once is cheaper than joining bytes.
 */

/** The characters whose latin1 bytes these are. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}

/**
 * The same latin1 text as one piece of memory. What JavaScript joins stays a tree of its parts, and what it
 * cuts out keeps the whole it was cut from. For what is kept long and used often: a line that stands in every
 * answer.
 */
export function flat(text: string): string {
  return Buffer.from(text, "latin1").toString("latin1");
}

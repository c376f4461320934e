/**
 * The pieces of a body until it is whole. A piece of one byte costs hundreds for itself, and the client chooses
 * how large its pieces are: so they are joined whenever there are many.
 */

/** As many are kept apart before they are joined. */
const MOST_APART = 256;

export class BodyPieces {
  readonly #pieces: Buffer[] = [];
  /** So many at the front have been joined already. */
  #joined = 0;

  add(piece: Buffer): void {
    this.#pieces.push(piece);
    if (this.#pieces.length - this.#joined < MOST_APART) return;
    this.#pieces.push(Buffer.concat(this.#pieces.splice(this.#joined)));
    this.#joined += 1;
  }

  /** All of them; the one there is, as it is. */
  join(): Buffer {
    const [first] = this.#pieces;
    return first !== undefined && this.#pieces.length === 1 ? first : Buffer.concat(this.#pieces);
  }
}

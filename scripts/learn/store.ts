/**
 * Store: what was ever in the learner's folder, by its content. An object lies under the SHA-256 of its bytes, so
 * that one text is kept once, a name never means two things, and a damaged object is noticed. A tree (path → bytes)
 * is kept as a list of such names, which is an object itself. Nothing here is ever taken away.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Disk } from "./disk.ts";

/** What is in the learner's folder: "src/net/conn.ts", "examples/main.ts" → bytes. */
export type Files = ReadonlyMap<string, Buffer>;

/** The name of an object: 64 hexadecimal digits. */
export type Hash = string;

export class StoreError extends Error {}

export function hashOf(bytes: Uint8Array): Hash {
  return createHash("sha256").update(bytes).digest("hex");
}

export class Store {
  readonly #disk: Disk;
  readonly #folder: string;

  /** `folder` is made when the first object comes. */
  constructor(disk: Disk, folder: string) {
    this.#disk = disk;
    this.#folder = folder;
  }

  /** Resolves to nothing: when it returns, the object is on the disk. */
  keep(bytes: Uint8Array): Hash {
    const hash = hashOf(bytes);
    const path = this.#pathOf(hash);
    const there = this.#disk.read(path);
    if (there === null || hashOf(there) !== hash) this.#disk.write(path, bytes);
    return hash;
  }

  /** Errors: StoreError when there is no such object, or when its bytes are not what they were. */
  get(hash: Hash): Buffer {
    const bytes = this.#disk.read(this.#pathOf(hash));
    if (bytes === null) throw new StoreError(`the store has no object ${hash.slice(0, 12)}`);
    if (hashOf(bytes) !== hash) throw new StoreError(`the object ${hash.slice(0, 12)} is damaged`);
    return bytes;
  }

  keepTree(files: Files): Hash {
    const names = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
    const lines = names.map(([path, bytes]) => `${this.keep(bytes)} ${path}\n`);
    return this.keep(Buffer.from(lines.join("")));
  }

  /** Path → name of the object. */
  listTree(hash: Hash): Map<string, Hash> {
    const lines = this.get(hash).toString("utf8").split("\n").filter(Boolean);
    return new Map(lines.map((line) => [line.slice(65), line.slice(0, 64)]));
  }

  getTree(hash: Hash): Map<string, Buffer> {
    return new Map([...this.listTree(hash)].map(([path, name]) => [path, this.get(name)]));
  }

  #pathOf(hash: Hash): string {
    return join(this.#folder, hash.slice(0, 2), hash.slice(2));
  }
}

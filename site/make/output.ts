/**
 * The folder that is built: each file is written when it has changed, with its compressed siblings, and what no build
 * has written goes. Used by build.ts.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const SIBLINGS = [".br", ".gz"];
/** Pictures are compressed already. */
const AS_IT_IS = /\.(png|woff2|pdf)$/;
/** Of 11: what is above costs ten times as much for a twentieth less. */
const QUALITY = 8;

export class Output {
  readonly folder: string;
  readonly #written = new Set<string>();
  changed = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  get files(): number {
    return this.#written.size;
  }

  write(place: string, content: string | Uint8Array): void {
    if (this.#written.has(place)) throw new Error(`${place} is written twice`);
    this.#written.add(place);
    const path = join(this.folder, place);
    const bytes = Buffer.from(content as string);
    if (existsSync(path) && readFileSync(path).equals(bytes)) return;
    this.changed += 1;
    mkdirSync(dirname(path), { recursive: true });
    if (!AS_IT_IS.test(place)) {
      const params = {
        [constants.BROTLI_PARAM_QUALITY]: QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      };
      writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
      writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 8 }));
    }
    // The last, so that a build that was cut off begins here again.
    writeFileSync(path, bytes);
  }

  /** Takes away what this build has not written. */
  sweep(): void {
    for (const entry of readdirSync(this.folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const full = join(entry.parentPath, entry.name);
      const place = full.slice(this.folder.length + 1).replaceAll("\\", "/");
      const original = SIBLINGS.some((end) => place.endsWith(end)) ? place.slice(0, -3) : place;
      if (!this.#written.has(place) && !this.#written.has(original)) rmSync(full);
    }
  }
}

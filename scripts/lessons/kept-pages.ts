/**
 * KeptPages: lesson pages that were read once need not be read again: to take Markdown apart costs more than a
 * learner's tests do. A page is known by its bytes and by the code that reads it. Used by `npm run learn`; what proves
 * the course (`npm run lessons:check`) reads each page itself. What cannot be kept is only read again.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readPage, type Unexpanded } from "./read-page.ts";

const READERS = fileURLToPath(new URL(".", import.meta.url));

interface Kept {
  readonly hash: string;
  readonly page: Unexpanded;
}

export class KeptPages {
  readonly #file: string;
  readonly #kept: Map<string, Kept>;
  readonly #readers = hashOfReaders();
  #isNew = false;

  constructor(file: string) {
    this.#file = file;
    this.#kept = load(file);
  }

  /** As readPage. */
  read(root: string, page: string): Unexpanded {
    const hash = createHash("sha256")
      .update(this.#readers)
      .update(readFileSync(join(root, page)))
      .digest("hex");
    const known = this.#kept.get(page);
    if (known?.hash === hash) return known.page;
    const read = readPage(root, page);
    this.#kept.set(page, { hash, page: read });
    this.#isNew = true;
    return read;
  }

  /** Whole or not at all: another command may run beside this one. */
  save(): void {
    if (!this.#isNew) return;
    try {
      mkdirSync(dirname(this.#file), { recursive: true });
      const next = `${this.#file}.${process.pid}`;
      writeFileSync(next, JSON.stringify(Object.fromEntries(this.#kept)));
      renameSync(next, this.#file);
    } catch {
      // A full disk, a folder that may not be written: then the next command reads the pages as this one did.
    }
  }
}

function load(file: string): Map<string, Kept> {
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(file, "utf8")) as Record<string, Kept>));
  } catch {
    return new Map();
  }
}

/** Of all that lies beside this file, and what takes a page apart elsewhere: our code, and the packages by their versions. */
function hashOfReaders(): string {
  const hash = createHash("sha256");
  const names = readdirSync(READERS).filter((name) => name.endsWith(".ts"));
  for (const name of [...names.sort(), "../docs/page.ts", "../../package-lock.json"])
    hash.update(name).update(readFileSync(join(READERS, name)));
  return hash.digest("hex");
}

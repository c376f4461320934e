/**
 * Carry: brings an edit from the day on which a file's version began to the later days that only copied it. Called by
 * scripts/days-carry.ts. It never overwrites a copy that has edits of its own, unless forced, and even then it keeps
 * the old text beside.
 */

import { lstatSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { CarryTarget } from "./carry-target.ts";
import { CourseError } from "./course-error.ts";
import { type Committed, committed, mergeTexts } from "./git.ts";
import type { Manifest } from "./manifest.ts";

interface Options {
  /** Overwrite copies with edits of their own; not the days that days.json lists as changing the file. */
  force: boolean;
  /** Write a clean three-way merge into a day that changes the file, and go on from there. */
  merge: boolean;
}

export class Carry {
  /** What was done, one line per day; complete when run returns. */
  readonly lines: string[] = [];
  ok = true;

  readonly #root: string;
  readonly #manifest: Manifest;
  readonly #options: Options;

  constructor(root: string, manifest: Manifest, options: Options) {
    this.#root = root;
    this.#manifest = manifest;
    this.#options = options;
  }

  /** @throws CourseError when the day has no such file. */
  run({ file, origin }: CarryTarget): void {
    const path = `day${origin}/src/${file}`;
    const text = this.#read(path);
    if (text === null)
      throw new CourseError(`${path}: there is no such file; restore it, or unlist it in days.json.`);
    if (origin === this.#manifest.length) this.lines.push(`${path}: no later day to carry it to`);
    this.#carryFrom(file, origin, text);
  }

  #carryFrom(file: string, origin: number, text: Buffer): void {
    const old = committed(this.#root, `day${origin}/src/${file}`);
    for (const { number, changes } of this.#manifest.slice(origin)) {
      if (changes.has(file)) {
        const merged = this.#attempt(number, () => this.#reachChanged(number, file, text, old));
        if (merged !== null) this.#carryFrom(file, number, merged);
        return;
      }
      this.#attempt(number, () => this.#copy(number, file, text, old));
    }
  }

  /** A day that cannot be read or written must not hide what was done to the others. */
  #attempt<T>(day: number, work: () => T): T | null {
    try {
      return work();
    } catch (error) {
      this.#refuse(`day${day}: not carried: ${CourseError.explain(error)}`);
      return null;
    }
  }

  /** A day that only copies the file. */
  #copy(day: number, file: string, text: Buffer, old: Committed): void {
    const path = `day${day}/src/${file}`;
    const copy = this.#read(path);
    if (copy === null) {
      this.#write(path, text);
      this.lines.push(`day${day}: created ${file}`);
    } else if (copy.equals(text)) {
      this.lines.push(`day${day}: nothing to do, ${file} is identical`);
    } else if (old.content?.equals(copy)) {
      this.#write(path, text);
      this.lines.push(`day${day}: carried ${file}`);
    } else if (this.#options.force) {
      const kept = this.#keep(file, copy);
      this.#write(path, text);
      this.lines.push(`day${day}: overwrote ${file}; its old text is kept in ${kept}`);
    } else {
      const reason =
        old.content === null
          ? `it may have edits of its own: git has no earlier version (${old.reason})`
          : `it has edits of its own: it is neither the committed text nor the new one`;
      this.#refuse(`day${day}: left ${file} alone: ${reason}. Mend it by hand, or overwrite it with --force`);
    }
  }

  /** A day that changes the file. @returns its text when the edit is in it and the days after it can follow. */
  #reachChanged(day: number, file: string, text: Buffer, old: Committed): Buffer | null {
    const path = `day${day}/src/${file}`;
    const later = this.#read(path);
    if (later === null) {
      return this.#stop(
        day,
        `${path} does not exist, though days.json lists it as changed: restore it first`,
      );
    }
    const byHand = `day${day} lists ${file} as changed: port the edit by hand`;
    if (old.content === null) {
      return this.#stop(day, `${byHand} (git has no earlier version to merge with: ${old.reason})`);
    }
    const merged = mergeTexts(later, old.content, text);
    if (merged === null) return this.#stop(day, `${byHand} (--merge would conflict)`);
    if (merged.equals(later)) {
      this.lines.push(`day${day}: nothing to do, its own version of ${file} needs no edit`);
      return later;
    }
    if (!this.#options.merge) return this.#stop(day, `${byHand} (--merge would apply cleanly)`);
    this.#write(path, merged);
    this.lines.push(`day${day}: merged the edit into its own version of ${file}`);
    return merged;
  }

  #stop(day: number, reason: string): null {
    const rest = this.#manifest.slice(day).map((one) => `day${one.number}`);
    this.#refuse(`day${day}: not carried: ${reason}`);
    if (rest.length > 0) this.lines.push(`${rest.join(", ")}: not reached, carry from day${day} afterwards`);
    return null;
  }

  #refuse(line: string): void {
    this.lines.push(line);
    this.ok = false;
  }

  /** @returns null when there is nothing at the path. A link is refused: writing through it would change its target. */
  #read(path: string): Buffer | null {
    this.#refuseLinks(path);
    const full = join(this.#root, path);
    const status = lstatSync(full, { throwIfNoEntry: false });
    if (status === undefined) return null;
    if (!status.isFile()) throw new CourseError(`${path}: not a plain file; put a copy of the file there.`);
    return readFileSync(full);
  }

  /** Of the folders on the way as well: behind a linked one lies another folder's file. */
  #refuseLinks(path: string): void {
    const parts = dirname(path).split("/");
    for (let count = 1; count <= parts.length; count += 1) {
      const folder = parts.slice(0, count).join("/");
      const status = lstatSync(join(this.#root, folder), { throwIfNoEntry: false });
      if (status === undefined) return;
      if (!status.isDirectory())
        throw new CourseError(`${folder}: not a plain folder; put a copy of the folder there.`);
    }
  }

  #write(path: string, text: Buffer): void {
    this.#refuseLinks(path);
    const full = join(this.#root, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  }

  #keep(file: string, text: Buffer): string {
    const path = join(mkdtempSync(join(tmpdir(), "days-carry-old-")), basename(file));
    writeFileSync(path, text);
    return path;
  }
}

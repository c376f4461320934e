/**
 * WorkFolder: the learner's own files, `work/src` and `work/examples`, as a map from path to bytes. Reads and writes
 * them, and nothing else in `work/` or around it. Never follows a link to a folder: what lies behind is not ours.
 */
import { lstatSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Disk } from "./disk.ts";
import { type Files, hashOf } from "./store.ts";

const PARTS = ["src", "examples"];

export class WorkFolder {
  readonly path: string;
  readonly #disk: Disk;

  constructor(disk: Disk, path: string) {
    this.#disk = disk;
    this.path = path;
  }

  read(): Map<string, Buffer> {
    const files = new Map<string, Buffer>();
    for (const part of PARTS) {
      for (const name of this.#disk.list(join(this.path, part))) {
        const bytes = this.#disk.read(join(this.path, part, name));
        // Gone since it was listed, or a link that leads nowhere.
        if (bytes !== null) files.set(`${part}/${name}`, bytes);
      }
    }
    return files;
  }

  /** The same as long as nothing in it changes. */
  mark(): string {
    const files = [...this.read()].map(([path, bytes]) => `${hashOf(bytes)} ${path}`);
    return hashOf(Buffer.from(files.join("\n")));
  }

  /** Makes `before` into `after`. A path that is the same in both is not touched. What is lost here, the caller keeps. */
  change(before: Files, after: Files): void {
    for (const path of before.keys()) {
      if (after.has(path)) continue;
      this.#disk.remove(join(this.path, path));
      this.#removeEmpty(dirname(path));
    }
    for (const [path, bytes] of after) {
      if (before.get(path)?.equals(bytes) === true) continue;
      this.#makeRoom(path);
      this.#disk.write(join(this.path, path), bytes);
    }
    for (const part of PARTS) this.#disk.makeFolder(join(this.path, part));
  }

  /** A file of the learner's may stand where a folder has to be, and the other way round. */
  #makeRoom(path: string): void {
    const names = path.split("/");
    for (let length = 1; length < names.length; length += 1) {
      const way = join(this.path, ...names.slice(0, length));
      const there = lstatSync(way, { throwIfNoEntry: false });
      if (there !== undefined && !there.isDirectory()) this.#disk.remove(way);
    }
    if (lstatSync(join(this.path, path), { throwIfNoEntry: false })?.isDirectory() === true)
      this.#disk.remove(join(this.path, path));
  }

  #removeEmpty(folder: string): void {
    if (PARTS.includes(folder) || folder === ".") return;
    if (this.#disk.list(join(this.path, folder)).length > 0) return;
    this.#disk.remove(join(this.path, folder));
    this.#removeEmpty(dirname(folder));
  }
}

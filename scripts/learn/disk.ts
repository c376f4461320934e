/**
 * Disk: the few ways in which the runner changes files. A file is written beside its place, forced to the disk and
 * then moved there, so that at every moment the old one or the new one stands, whole. Tests hand in `onStep`, which
 * is told of each step before it is done: what throws there is a full disk, or the end of the process. They also do
 * without `durable`: a power cut is none of theirs.
 */
import {
  closeSync,
  type Dirent,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

export type Step = "make folder" | "create" | "write" | "sync" | "move" | "remove";

/** Files of this name are unfinished: no one reads them. */
const UNFINISHED = /^\.learn-.*\.tmp$/;

export class Disk {
  readonly #onStep: (step: Step, path: string) => void;
  readonly #durable: boolean;

  constructor(onStep: (step: Step, path: string) => void = () => {}, durable = true) {
    this.#onStep = onStep;
    this.#durable = durable;
  }

  /** Null when there is no such file. */
  read(path: string): Buffer | null {
    try {
      return readFileSync(path);
    } catch (error) {
      if (isAbsent(error)) return null;
      throw error;
    }
  }

  /** Puts the file there, or changes nothing. Folders on the way are made. */
  write(path: string, bytes: Uint8Array): void {
    const folder = dirname(path);
    this.makeFolder(folder);
    const beside = join(folder, `.learn-${process.pid}-${basename(path)}.tmp`);
    try {
      this.#fill(beside, bytes);
      this.#onStep("move", path);
      renameSync(beside, path);
    } catch (error) {
      rmSync(beside, { force: true });
      throw error;
    }
    this.#syncFolder(folder);
  }

  makeFolder(path: string): void {
    if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
    this.#onStep("make folder", path);
    mkdirSync(path, { recursive: true });
  }

  /** A file, a link, or a folder with all that is in it. Nothing happens when there is none. */
  remove(path: string): void {
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
    this.#onStep("remove", path);
    rmSync(path, { recursive: true, force: true });
  }

  /** The files below a folder, relative and with forward slashes, sorted. Links to folders are not followed. */
  list(folder: string): string[] {
    const found: string[] = [];
    const visit = (below: string): void => {
      for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
        const path = below === "" ? entry.name : `${below}/${entry.name}`;
        if (entry.isDirectory()) visit(path);
        else if (isFile(entry, join(folder, path)) && !UNFINISHED.test(entry.name)) found.push(path);
      }
    };
    try {
      visit("");
    } catch (error) {
      if (!isAbsent(error)) throw error;
    }
    return found.sort();
  }

  #fill(path: string, bytes: Uint8Array): void {
    this.#onStep("create", path);
    const file = openSync(path, "w");
    try {
      this.#onStep("write", path);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      this.#onStep("sync", path);
      if (this.#durable) fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }

  /** The move itself has to outlive a power cut. Windows cannot open a folder, and needs none of this. */
  #syncFolder(path: string): void {
    if (!this.#durable || process.platform === "win32") return;
    const folder = openSync(path, "r");
    try {
      fsyncSync(folder);
    } catch {
      // Some file systems refuse it for folders: then it is theirs to keep the order.
    } finally {
      closeSync(folder);
    }
  }
}

/** A link to a file is one. What is neither, such as a pipe, is not for reading. */
function isFile(entry: Dirent, path: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function isAbsent(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "");
}

/** What the system says of a disk, as a sentence for the learner; null when it is none of that. */
export function diskTrouble(error: unknown): string | null {
  const { code, path } = error as NodeJS.ErrnoException;
  const place = path === undefined ? "" : ` (${path})`;
  if (code === "ENOSPC" || code === "EDQUOT") return `the disk is full${place}: make room, and do it again`;
  if (code === "EACCES" || code === "EPERM" || code === "EROFS")
    return `this may not be written${place}: give yourself the right to, and do it again`;
  if (code === "EMFILE" || code === "ENFILE")
    return "too many files are open: end other programs, and do it again";
  return code?.startsWith("E") === true && path !== undefined ? `${code}${place}` : null;
}

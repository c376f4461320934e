/**
 * withLock: one act at a time, also when a watch and a command run side by side. The lock is a file with the id of the
 * process that holds it; one whose process has gone is nobody's, so a kill -9 leaves none behind.
 */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

/** An act takes milliseconds: who waits longer waits for something that is broken. */
const PATIENCE_MS = 10_000;
const STEP_MS = 20;

export class LockedError extends Error {}

/** Errors: LockedError when another process holds the lock for too long. */
export function withLock<Value>(path: string, act: () => Value): Value {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    for (const end = Date.now() + PATIENCE_MS; !create(own, path); ) {
      const owner = ownerOf(path);
      if (owner !== null && !isAlive(owner)) release(path, owner);
      else if (Date.now() < end) pause();
      else throw new LockedError(`process ${owner ?? "?"} is at work in here: end it, or remove ${path}`);
    }
  } finally {
    rmSync(own, { force: true });
  }
  try {
    return act();
  } finally {
    rmSync(path, { force: true });
  }
}

/** A second name for a file that is written already: it comes whole, or not at all when the name is taken. */
function create(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Null when the lock has gone in between. */
function ownerOf(path: string): number | null {
  try {
    return Number(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  // Ours, and we are here: it is of an earlier process with the same id.
  if (!Number.isSafeInteger(pid) || pid < 1 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Two may find the same dead owner: the one that moves a fresh lock away by mistake sees it, and puts it back. */
function release(path: string, owner: number): void {
  const aside = `${path}.${process.pid}.old`;
  try {
    renameSync(path, aside);
    if (Number(readFileSync(aside, "utf8")) !== owner) linkSync(aside, path);
    rmSync(aside, { force: true });
  } catch {
    // It has gone: then it is free.
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STEP_MS);
}

/**
 * What becomes of an error in a callback that a program has handed in, where no caller waits who could be given
 * it: it is told, and everything else goes on. Reactor, Conn, ShutdownSource and TaskTracker call back through
 * here. It never throws, whatever was thrown.
 */

import { writeSync } from "node:fs";

/** An Error of many pages is still one line. */
const LONGEST = 500;

/** Calls `callback`. What it throws, or what its promise rejects with, goes to `tell`. */
export function callGuarded(callback: () => unknown, tell: (error: unknown) => void): void {
  try {
    const result = callback();
    // A listener may well be an async function, and no other place would hear how it ended.
    if (result instanceof Promise) result.catch(tell);
  } catch (error) {
    tell(error);
  }
}

/** The same for each of several, or for none. */
export function callAll(callbacks: Iterable<() => unknown> | null, tell: (error: unknown) => void): void {
  for (const callback of callbacks ?? []) callGuarded(callback, tell);
}

/** The same for a task: a function, or an object that stands for one. */
export function runTask(task: (() => void) | { run(): void }, tell: (error: unknown) => void): void {
  if (typeof task === "function") {
    callGuarded(task, tell);
    return;
  }
  // Not by way of a function around it: connections by the thousand hand in themselves, once a round.
  try {
    task.run();
  } catch (error) {
    tell(error);
  }
}

/** The same for an object that waits to be woken. Its caller has a connection to end, or others to serve. */
export function wakeGuarded(waker: { wake(): void }, tell: (error: unknown) => void): void {
  try {
    waker.wake();
  } catch (error) {
    tell(error);
  }
}

/** Tells `onError`. Where that one throws in its turn, stderr hears of both. */
export function tellGuarded(onError: (error: unknown) => void, error: unknown): void {
  try {
    onError(error);
  } catch (another) {
    tellUnheard(error);
    tellUnheard(another);
  }
}

/** The default way to tell: one line on stderr. */
export function tellUnheard(error: unknown): void {
  try {
    // Not process.stderr: where its reader is gone, that one fails later and ends the process.
    writeSync(2, `a callback failed, all else goes on: ${inOneLine(error)}\n`);
  } catch {
    // stderr is closed: there is no place left to tell it.
  }
}

function inOneLine(error: unknown): string {
  try {
    return String(error).replace(/\s+/g, " ").slice(0, LONGEST);
  } catch {
    return "what was thrown cannot be shown";
  }
}

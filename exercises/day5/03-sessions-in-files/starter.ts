/**
 * Sessions that survive a restart: each is a file. Exercise day5/03.
 */

import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Changes, Outcome, SessionStorage, StoredValues } from "../../../day5/src/session/index.ts";

export class FileStorage implements SessionStorage {
  readonly #folder: string;
  readonly #now: () => number;

  /** `folder` exists. */
  constructor(folder: string, now: () => number = Date.now) {
    this.#folder = folder;
    this.#now = now;
  }

  async read(key: string): Promise<StoredValues | null> {
    throw new Error("day5/03: write read");
  }

  async create(key: string, values: StoredValues, ttlMs: number): Promise<void> {
    throw new Error("day5/03: write create");
  }

  async update(key: string, changes: Changes, ttlMs: number): Promise<Outcome> {
    throw new Error("day5/03: write update");
  }

  async rename(key: string, to: string, ttlMs: number): Promise<Outcome> {
    throw new Error("day5/03: write rename");
  }

  async delete(key: string): Promise<void> {
    throw new Error("day5/03: write delete");
  }
}

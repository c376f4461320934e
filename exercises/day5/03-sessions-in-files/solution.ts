/**
 * Sessions that survive a restart: each is a file. What one call does to it is done before the next one begins: reading,
 * deciding and writing are three steps, and no other call may come between them.
 */

import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Changes, Outcome, SessionStorage, StoredValues } from "../../../day5/src/session/index.ts";

interface Kept {
  readonly endsAt: number;
  readonly values: readonly [string, string][];
}

export class FileStorage implements SessionStorage {
  readonly #folder: string;
  readonly #now: () => number;
  /** Settles when the call that came last is done. */
  #last: Promise<unknown> = Promise.resolve();

  /** `folder` exists. */
  constructor(folder: string, now: () => number = Date.now) {
    this.#folder = folder;
    this.#now = now;
  }

  read(key: string): Promise<StoredValues | null> {
    return this.#inTurn(() => this.#load(key));
  }

  create(key: string, values: StoredValues, ttlMs: number): Promise<void> {
    return this.#inTurn(() => this.#save(key, values, ttlMs));
  }

  update(key: string, changes: Changes, ttlMs: number): Promise<Outcome> {
    return this.#inTurn(async () => {
      const values = await this.#load(key);
      if (values === null) return "gone";
      for (const [name, text] of changes.expect ?? [])
        if ((values.get(name) ?? null) !== text) return "conflict";
      for (const [name, text] of changes.set) values.set(name, text);
      for (const name of changes.remove) values.delete(name);
      await this.#save(key, values, ttlMs);
      return "done";
    });
  }

  rename(key: string, to: string, ttlMs: number): Promise<Outcome> {
    return this.#inTurn(async () => {
      const values = await this.#load(key);
      if (values === null) return "gone";
      await this.#save(to, values, ttlMs);
      await rm(this.#path(key), { force: true });
      return "done";
    });
  }

  delete(key: string): Promise<void> {
    return this.#inTurn(() => rm(this.#path(key), { force: true }));
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const result = this.#last.then(work);
    // One that fails is its caller's; the next one begins all the same.
    this.#last = result.catch(() => {});
    return result;
  }

  async #load(key: string): Promise<Map<string, string> | null> {
    try {
      const { endsAt, values } = JSON.parse(await readFile(this.#path(key), "utf8")) as Kept;
      return endsAt > this.#now() ? new Map(values) : null;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw error;
    }
  }

  async #save(key: string, values: StoredValues, ttlMs: number): Promise<void> {
    const beside = join(this.#folder, `${randomUUID()}.new`);
    const kept: Kept = { endsAt: this.#now() + ttlMs, values: [...values] };
    await writeFile(beside, JSON.stringify(kept));
    await rename(beside, this.#path(key));
  }

  /** Hexadecimal: whatever a key is made of, it is one name. */
  #path(key: string): string {
    return join(this.#folder, `${Buffer.from(key).toString("hex")}.json`);
  }
}

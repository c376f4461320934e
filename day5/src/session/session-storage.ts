/**
 * Where sessions are kept: what a storage must be able to do. Each value is stored by itself, so that two requests of
 * one session which run at the same time lose nothing of each other. Storages know no cookies and no requests.
 */

/** Names of values and their JSON. */
export type StoredValues = ReadonlyMap<string, string>;

/** Made by SessionUse for one write. A name stands in `set` or in `remove`, never in both. */
export interface Changes {
  readonly set: StoredValues;
  readonly remove: readonly string[];
  /** Values that must still be these, or null for one that must be absent: otherwise nothing is changed. */
  readonly expect?: ReadonlyMap<string, string | null>;
}

/** gone: there is no such session (any more). conflict: what was expected is not so. */
export type Outcome = "done" | "gone" | "conflict";

/**
 * `key` is never the id that the client has, but its hash: who can read a storage cannot take over a session.
 * `ttlMs`: the session ends so long from now. All of them may reject; requests that need the session are then a 503.
 */
export interface SessionStorage {
  /** Null: there is no such session. */
  read(key: string): Promise<StoredValues | null>;
  create(key: string, values: StoredValues, ttlMs: number): Promise<void>;
  /** All or nothing, and only for a session that is there: one that was destroyed must not come back. */
  update(key: string, changes: Changes, ttlMs: number): Promise<Outcome>;
  /** The session under another key, and not under the old one. */
  rename(key: string, to: string, ttlMs: number): Promise<Outcome>;
  delete(key: string): Promise<void>;
}

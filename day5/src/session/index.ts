/**
 * `ray/session`: what the requests of one client have in common. `sessions` is the hook, `session(c)` the session; a
 * storage is chosen once, when the program starts.
 */

export { MemoryStorage, type MemoryStorageOptions } from "./memory-storage.ts";
export { type RedisCommand, RedisStorage, type RedisStorageOptions } from "./redis-storage.ts";
export { Session } from "./session.ts";
export type { Changes, Outcome, SessionStorage, StoredValues } from "./session-storage.ts";
export { type SessionOptions, session, sessions } from "./sessions.ts";

/** Sessions: `ray/session`. */

export { MemoryStorage, type MemoryStorageOptions } from "./memory-storage.ts";
export { type RedisCommand, RedisStorage, type RedisStorageOptions } from "./redis-storage.ts";
export { Session } from "./session.ts";
export type { Changes, Outcome, SessionStorage, StoredValues } from "./session-storage.ts";
export { type SessionOptions, session, sessions } from "./sessions.ts";

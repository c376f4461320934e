/** Sessions: `ray/session`. */

export { MemoryStorage, type MemoryStorageOptions } from "./session/memory-storage.ts";
export { type RedisCommand, RedisStorage, type RedisStorageOptions } from "./session/redis-storage.ts";
export { Session } from "./session/session.ts";
export type { Changes, Outcome, SessionStorage, StoredValues } from "./session/session-storage.ts";
export { type SessionOptions, session, sessions } from "./session/sessions.ts";

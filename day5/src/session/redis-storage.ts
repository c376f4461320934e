/**
 * Sessions in Redis, or in what speaks as it does, such as Valkey: shared by all servers of a program. The client is
 * handed in as one function, so any of them will do, and ray depends on none. A session is a hash, its values are the
 * fields. Each change is one script, which Redis runs whole or not at all.
 */

import { HttpError } from "../index.ts";
import type { Changes, Outcome, SessionStorage, StoredValues } from "./session-storage.ts";

/** Sends one command, `["GET", "a"]`, and gives its reply. With ioredis: `([name, ...args]) => redis.call(name, ...args)`. */
export type RedisCommand = (command: string[]) => Promise<unknown>;

export interface RedisStorageOptions {
  /** Stands before each key. Default "session:". In a cluster `{session}:` keeps all of them in one slot. */
  readonly prefix?: string;
  /** Milliseconds for a command. Default 1,000. Clients mostly queue while Redis is away: a browser must not wait so long. */
  readonly timeoutMs?: number;
}

/** KEYS: the session. ARGV: its time in milliseconds, then names and values by turns. */
const CREATE = `
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
redis.call('PEXPIRE', KEYS[1], ARGV[1])`;

/**
 * KEYS: the session. An expected value stands as "=" and its text, or as "-" where there must be none.
 * ARGV: the time, then three lists, each behind its length: expected pairs, pairs to set, names to remove.
 */
const UPDATE = `
if redis.call('EXISTS', KEYS[1]) == 0 then return 'gone' end
local at = 2
local function list(width)
  local found = {}
  local count = tonumber(ARGV[at])
  at = at + 1
  for i = 1, count do
    found[i] = { ARGV[at], ARGV[at + width - 1] }
    at = at + width
  end
  return found
end
for _, pair in ipairs(list(2)) do
  local now = redis.call('HGET', KEYS[1], pair[1])
  if (now and '=' .. now or '-') ~= pair[2] then return 'conflict' end
end
for _, pair in ipairs(list(2)) do redis.call('HSET', KEYS[1], pair[1], pair[2]) end
for _, name in ipairs(list(1)) do redis.call('HDEL', KEYS[1], name[1]) end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 'done'`;

/** KEYS: the session under its old key and its new one. In a cluster both must lie in one slot: see `prefix`. */
const RENAME = `
if redis.call('EXISTS', KEYS[1]) == 0 then return 'gone' end
redis.call('RENAME', KEYS[1], KEYS[2])
redis.call('PEXPIRE', KEYS[2], ARGV[1])
return 'done'`;

/** In a script the reply is a list whatever protocol the client speaks. */
const READ = `return redis.call('HGETALL', KEYS[1])`;

/** Made by the program, once, with the client that it has connected. It never closes that client. */
export class RedisStorage implements SessionStorage {
  /** The only way to Redis. May be slow, may fail: `#send` bounds it. */
  readonly #command: RedisCommand;
  /** In front of each key, so that one Redis can serve several programs. */
  readonly #prefix: string;
  /** For each command by itself; a request may need several of them. */
  readonly #timeoutMs: number;

  /** Errors: TypeError, RangeError for options that cannot be. */
  constructor(command: RedisCommand, options: RedisStorageOptions = {}) {
    const { prefix = "session:", timeoutMs = 1_000 } = options;
    if (typeof command !== "function")
      throw new TypeError("RedisStorage needs a function that sends a command to Redis");
    if (!(timeoutMs > 0 && timeoutMs <= 2 ** 31 - 1))
      throw new RangeError(`timeoutMs must be a number of milliseconds above 0, not ${String(timeoutMs)}`);
    this.#command = command;
    this.#prefix = prefix;
    this.#timeoutMs = timeoutMs;
  }

  /** Errors: as `#send`; Error when Redis answers with something else than a list. */
  async read(key: string): Promise<StoredValues | null> {
    const reply = await this.#run(READ, [key], []);
    if (!Array.isArray(reply)) throw new Error("Redis answered HGETALL with something else than a list");
    const values = new Map<string, string>();
    for (let i = 0; i + 1 < reply.length; i += 2) values.set(String(reply[i]), String(reply[i + 1]));
    return values.size === 0 ? null : values;
  }

  /** Errors: as `#send`. An id is never made twice, so nothing can be in its place. */
  async create(key: string, values: StoredValues, ttlMs: number): Promise<void> {
    await this.#run(CREATE, [key], [time(ttlMs), ...[...values].flat()]);
  }

  /** Errors: as `#send`. */
  async update(key: string, changes: Changes, ttlMs: number): Promise<Outcome> {
    const { set, remove, expect = new Map<string, string | null>() } = changes;
    const expected = [...expect].flatMap(([name, text]) => [name, text === null ? "-" : `=${text}`]);
    const lists = [
      String(expect.size),
      ...expected,
      String(set.size),
      ...[...set].flat(),
      String(remove.length),
      ...remove,
    ];
    return (await this.#run(UPDATE, [key], [time(ttlMs), ...lists])) as Outcome;
  }

  /** Errors: as `#send`. */
  async rename(key: string, to: string, ttlMs: number): Promise<Outcome> {
    return (await this.#run(RENAME, [key, to], [time(ttlMs)])) as Outcome;
  }

  /** Errors: as `#send`. One that is not there is no error. */
  async delete(key: string): Promise<void> {
    await this.#send(["DEL", this.#prefix + key]);
  }

  /** One script, with our prefix before its keys. Errors: as `#send`. */
  #run(script: string, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    return this.#send([
      "EVAL",
      script,
      String(keys.length),
      ...keys.map((key) => this.#prefix + key),
      ...args,
    ]);
  }

  /** Errors: HttpError 503 when Redis does not answer in time, or with an error. */
  #send(command: string[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const away = (cause: unknown) =>
        reject(
          new HttpError(503, "sessions are not available at the moment", { code: "NO_SESSIONS", cause }),
        );
      const late = () => away(new Error(`Redis has not answered for ${this.#timeoutMs} ms`));
      const timer = setTimeout(late, this.#timeoutMs);
      // The program's function may throw as well as reject.
      Promise.resolve()
        .then(() => this.#command(command))
        .then(resolve, away)
        .finally(() => clearTimeout(timer));
    });
  }
}

/** Redis wants whole milliseconds, and takes 0 for "delete it". */
function time(ms: number): string {
  return String(Math.max(1, Math.ceil(ms)));
}

/**
 * So many requests in so much time, for each client by itself. Counts in windows: simple, bounded, and the client can
 * be told when it may come again. Where the counts are kept is handed in; in memory by default, and then for this
 * process. It limits haste and nothing else: connections and bodies have bounds of their own, which hold before a
 * request is one.
 */

import { isIPv6, SocketAddress } from "node:net";
import { type AppContext, type HookSet, HttpError } from "../index.ts";
import { ExpiringMap } from "../kit/index.ts";

/**
 * Where the counts are kept. For several processes it is Redis or its like, written by the program: `hit` must count
 * and read in one step. What it throws is an error of the request.
 */
export interface RateStore {
  /** Counts one request of `key` in its window of `windowMs`. */
  hit(key: string, windowMs: number): Promise<Hits> | Hits;
}

/** Made for each request by the store; nothing holds it afterwards. */
export interface Hits {
  /** In this window, with this one. */
  readonly count: number;
  /** Milliseconds to the end of the window. */
  readonly leftMs: number;
}

export interface RateLimitOptions {
  /** So many … */
  readonly requests: number;
  /** … in so many milliseconds, from the first of them on. */
  readonly windowMs: number;
  /** Who is one client. Default: its address, an IPv6 one by its first 64 bits, which are one household. */
  readonly key?: (c: AppContext) => string;
  /** Default: the memory of this process, so that two processes let twice as many through. */
  readonly store?: RateStore;
}

/**
 * A request that is refused counts too, but moves no window. Fields on every answer say what is left. Errors:
 * RangeError for bounds that are none. Then HttpError 429 that says when to come again.
 */
export function rateLimit(options: RateLimitOptions): HookSet {
  const { requests, windowMs, key = addressKey, store = new MemoryRateStore() } = options;
  for (const [name, value] of Object.entries({ requests, windowMs }))
    if (!Number.isSafeInteger(value) || value < 1)
      throw new RangeError(`rateLimit: ${name} must be a whole number from 1 on, not ${String(value)}`);
  const policy = `"default";q=${requests};w=${Math.ceil(windowMs / 1000)}`;
  return {
    async onRequest(c) {
      const { count, leftMs } = await store.hit(key(c), windowMs);
      const seconds = Math.ceil(leftMs / 1000);
      // draft-ietf-httpapi-ratelimit-headers
      c.header("ratelimit-policy", policy);
      c.header("ratelimit", `"default";r=${Math.max(0, requests - count)};t=${seconds}`);
      if (count > requests)
        throw new HttpError(429, "too many requests", {
          expose: true,
          headers: { "retry-after": String(seconds) },
        });
    },
  };
}

/** A household or an office has 2^64 addresses of IPv6: one by one, they would never reach the limit. */
function addressKey(c: AppContext): string {
  const address = c.remoteAddress;
  if (!("host" in address)) return "local";
  if (!isIPv6(address.host)) return address.host;
  // A proxy may write one address in many ways (RFC 5952 has the one): each would have a count of its own.
  const [bare = ""] = address.host.split("%");
  const host = new SocketAddress({ address: bare, family: "ipv6" }).address;
  // An IPv4 client on a socket that takes both (RFC 4291 §2.5.5.2): without its number all of them would be one.
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(host)?.[1];
  return mapped ?? groups(host).slice(0, 4).join(":");
}

/**
 * The eight groups of an IPv6 address, or as many as it has in front of an IPv4 one. `host` is as Node writes it,
 * with one "::" at most.
 */
function groups(host: string): string[] {
  const [head = "", tail] = host.split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  return [...front, ...Array.from({ length: gap }, () => "0"), ...back];
}

export interface MemoryRateStoreOptions {
  /** An attacker with many addresses costs no more memory than that; the oldest are forgotten. Default 100,000. */
  readonly maxClients?: number;
  /** Milliseconds. For tests, which have a clock of their own. */
  readonly now?: () => number;
}

/** Made by `rateLimit`, or by the program where several limits shall count together. */
export class MemoryRateStore implements RateStore {
  /**
   * Of each client that is counted. Made with its first request, gone when its time is over or a newer client needs
   * its place.
   */
  readonly #windows: ExpiringMap<{ count: number; readonly endsAt: number }>;
  /** Milliseconds, of the same clock as the map's. */
  readonly #now: () => number;

  /** Errors: RangeError for a bound that is no whole number from 1 on. */
  constructor({ maxClients = 100_000, now = Date.now }: MemoryRateStoreOptions = {}) {
    this.#windows = new ExpiringMap({ max: maxClients, now }, "maxClients");
    this.#now = now;
  }

  /** Clients that are counted just now. */
  get size(): number {
    return this.#windows.size;
  }

  /** Counts also beyond the limit: who goes on asking is still counted, but its window ends when it would have. */
  hit(key: string, windowMs: number): Hits {
    const now = this.#now();
    let found = this.#windows.get(key);
    if (found === null) {
      found = { count: 0, endsAt: now + windowMs };
      this.#windows.set(key, found, windowMs);
    }
    found.count += 1;
    return { count: found.count, leftMs: found.endsAt - now };
  }
}

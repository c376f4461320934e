/**
 * The session of one request: found when a handler first asks, written when the answer is ready. A request that asks for
 * none reads nothing, and one that changes nothing writes nothing.
 */

import type { CookieJar } from "../cookie/cookies.ts";
import type { CookieOptions } from "../cookie/serialize-cookie.ts";
import { HttpError } from "../index.ts";
import { CREATED, RENEWED, Session, type SessionChanges } from "./session.ts";
import { isSessionId, newSessionId, storageKey } from "./session-id.ts";
import type { SessionStorage, StoredValues } from "./session-storage.ts";

export interface SessionSettings {
  readonly storage: SessionStorage;
  readonly name: string;
  readonly cookie: CookieOptions;
  readonly idleMs: number;
  readonly maxMs: number;
  readonly now: () => number;
}

/** The time of the end is moved on when so much of it has passed: not at each request, which would write each time. */
const RENEW_SHARE = 1 / 4;
/** How often a value is tried again that others keep changing. */
const MOST_TRIES = 20;

export class SessionUse {
  readonly #settings: SessionSettings;
  readonly #cookies: CookieJar;
  /** The client's id, from its cookie, until a new one takes its place. */
  #id: string | null;
  #stored: StoredValues | null = null;
  readonly #changes: SessionChanges = { set: new Map(), remove: new Set(), fate: "kept" };
  /** From the first time a handler asks. */
  #loading: Promise<Session> | null = null;

  constructor(settings: SessionSettings, cookies: CookieJar) {
    this.#settings = settings;
    this.#cookies = cookies;
    const sent = cookies.get(settings.name);
    this.#id = sent !== undefined && isSessionId(sent) ? sent : null;
  }

  /** Errors: as the storage. */
  load(): Promise<Session> {
    this.#loading ??= this.#load();
    // Who awaits it gets its error; a handler may not, and then nothing may end the process.
    this.#loading.catch(() => {});
    return this.#loading;
  }

  /** To be awaited before the head goes out: it may set a cookie. Errors: as the storage. */
  async save(): Promise<void> {
    if (this.#loading === null) return;
    await this.#loading;
    const { fate, set, remove } = this.#changes;
    if (fate === "destroyed") return this.#end();
    if (this.#stored === null) {
      if (set.size > 0) await this.#create();
      return;
    }
    const isDue = this.#now - Number(this.#stored.get(RENEWED)) > this.#settings.idleMs * RENEW_SHARE;
    if (set.size > 0 || remove.size > 0 || isDue) {
      const all = new Map(set).set(RENEWED, JSON.stringify(this.#now));
      const outcome = await this.#settings.storage.update(
        this.#key,
        { set: all, remove: [...remove] },
        this.#ttlMs,
      );
      if (outcome === "gone") return this.#forget();
    }
    if (fate === "renewed id") await this.#rename();
    else if (isDue && this.#settings.cookie.maxAge !== undefined) this.#tell(this.#id as string);
  }

  async #load(): Promise<Session> {
    const { storage, maxMs } = this.#settings;
    if (this.#id !== null) this.#stored = await storage.read(this.#key);
    if (this.#stored !== null && this.#now - this.#createdAt >= maxMs) {
      await storage.delete(this.#key);
      this.#stored = null;
    }
    // An id that we do not know is never taken: an attacker may have chosen it (session fixation).
    if (this.#stored === null) this.#id = null;
    return new Session(this.#stored, this.#changes, (name, next) => this.#writeNow(name, next));
  }

  async #create(): Promise<void> {
    const id = newSessionId();
    const now = JSON.stringify(this.#now);
    const values = new Map(this.#changes.set).set(CREATED, now).set(RENEWED, now);
    await this.#settings.storage.create(storageKey(id), values, this.#ttlMs);
    this.#tell(id);
  }

  async #rename(): Promise<void> {
    const id = newSessionId();
    const outcome = await this.#settings.storage.rename(this.#key, storageKey(id), this.#ttlMs);
    if (outcome === "gone") this.#forget();
    else this.#tell(id);
  }

  async #end(): Promise<void> {
    if (this.#stored !== null) await this.#settings.storage.delete(this.#key);
    this.#forget();
  }

  /** It was ended elsewhere while this request ran: what it would have written is dropped, so that it stays ended. */
  #forget(): void {
    this.#cookies.delete(this.#settings.name, this.#settings.cookie);
  }

  #tell(id: string): void {
    this.#cookies.set(this.#settings.name, id, this.#settings.cookie);
  }

  async #writeNow(name: string, next: (before: string | undefined) => string): Promise<string | null> {
    if (this.#stored === null || this.#changes.fate === "destroyed") return null;
    const { storage } = this.#settings;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const now = await storage.read(this.#key);
      if (now === null)
        throw new HttpError(401, "the session has ended meanwhile", { code: "SESSION_ENDED", expose: true });
      const text = next(now.get(name));
      const expect = new Map([[name, now.get(name) ?? null]]);
      const changes = { set: new Map([[name, text]]), remove: [], expect };
      if ((await storage.update(this.#key, changes, this.#ttlMs)) === "done") return text;
    }
    throw new HttpError(503, "too many requests change this session at once", { code: "SESSION_BUSY" });
  }

  get #key(): string {
    return storageKey(this.#id as string);
  }

  get #now(): number {
    return this.#settings.now();
  }

  get #createdAt(): number {
    return Number(this.#stored?.get(CREATED) ?? this.#now);
  }

  /** Never beyond the end that no use can move. */
  get #ttlMs(): number {
    const { idleMs, maxMs } = this.#settings;
    return Math.max(1, Math.min(idleMs, this.#createdAt + maxMs - this.#now));
  }
}

/**
 * The session of one request: found when a handler first asks, written when the answer is ready. A request that asks
 * for none reads nothing, and one that changes nothing writes nothing. It stands between a hook, a cookie and a
 * storage, and is the only one that knows all three.
 */

import type { CookieJar } from "../cookie/cookies.ts";
import type { CookieOptions } from "../cookie/serialize-cookie.ts";
import { HttpError } from "../index.ts";
import { CREATED, RENEWED, Session, type SessionChanges } from "./session.ts";
import { isSessionId, newSessionId, storageKey } from "./session-id.ts";
import type { SessionStorage, StoredValues } from "./session-storage.ts";

/** The options of `sessions`, with all defaults. One object for all requests. */
export interface SessionSettings {
  readonly storage: SessionStorage;
  /** Of the cookie that carries the id. */
  readonly name: string;
  readonly cookie: CookieOptions;
  /** Silence ends a session after so long … */
  readonly idleMs: number;
  /** … and age after so long, however much it is used. */
  readonly maxMs: number;
  readonly now: () => number;
}

/** The time of the end is moved on when so much of it has passed: not at each request, which would write each time. */
const RENEW_SHARE = 1 / 4;
/** How often a value is tried again that others keep changing. */
const MOST_TRIES = 20;

/** Made by the hook for each request, kept on its context, gone with it. */
export class SessionUse {
  /** Of the hook: the same object for all requests. */
  readonly #settings: SessionSettings;
  /** Of this request and its answer: the id comes from it and goes back through it. */
  readonly #cookies: CookieJar;
  /** The client's id, from its cookie. Null where it has sent none that could be ours, or one that we do not know. */
  #id: string | null;
  /** As it was read. Null before that, and where there is no session. */
  #stored: StoredValues | null = null;
  readonly #changes: SessionChanges = { set: new Map(), remove: new Set(), fate: "kept" };
  /** Hooks that have seen the request and not yet its answer. */
  #entered = 0;
  /** From the first time a handler asks. */
  #loading: Promise<Session> | null = null;

  constructor(settings: SessionSettings, cookies: CookieJar) {
    this.#settings = settings;
    this.#cookies = cookies;
    const sent = cookies.get(settings.name);
    this.#id = sent !== undefined && isSessionId(sent) ? sent : null;
  }

  /** The session, read by the first call; all later ones get the same. Errors: as the storage. */
  load(): Promise<Session> {
    this.#loading ??= this.#load();
    // Who awaits it gets its error; a handler may not, and then nothing may end the process.
    this.#loading.catch(() => {});
    return this.#loading;
  }

  /** A hook has seen the request. The same hook may stand on a router and on a group in it. */
  enter(): void {
    this.#entered += 1;
  }

  /** A hook sees the answer. The outermost writes: those between may still change something. Errors: as the storage. */
  async leave(): Promise<void> {
    this.#entered -= 1;
    if (this.#entered === 0) await this.#save();
  }

  /** Before the head goes out: it may set a cookie. */
  async #save(): Promise<void> {
    if (this.#loading === null) return;
    await this.#loading;
    const { fate, set, remove } = this.#changes;
    if (fate === "destroyed") return this.#end();
    // A session is made when there is something to keep: a visitor who only looks around costs no memory.
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
    // Behind the update: what the client is told of must be stored already, under the id that it gets.
    if (fate === "renewed id") await this.#rename();
    else if (isDue && this.#settings.cookie.maxAge !== undefined) this.#tell(this.#id as string);
  }

  /** Errors: as the storage. */
  async #load(): Promise<Session> {
    const { storage, maxMs } = this.#settings;
    if (this.#id !== null) this.#stored = await storage.read(this.#key);
    // A storage ends what was silent; how old a session is, only we know.
    if (this.#stored !== null && this.#now - this.#createdAt >= maxMs) {
      await storage.delete(this.#key);
      this.#stored = null;
    }
    // An id that we do not know is never taken: an attacker may have chosen it (session fixation).
    if (this.#stored === null) this.#id = null;
    return new Session(this.#stored, this.#changes, (name, next) => this.#writeNow(name, next));
  }

  /** The first write of a new session. The client learns its id only when it is stored. */
  async #create(): Promise<void> {
    const id = newSessionId();
    const now = JSON.stringify(this.#now);
    const values = new Map(this.#changes.set).set(CREATED, now).set(RENEWED, now);
    await this.#settings.storage.create(storageKey(id), values, this.#ttlMs);
    this.#tell(id);
  }

  /** A new id for the same session (OWASP, session fixation): the old one is worth nothing then. */
  async #rename(): Promise<void> {
    const id = newSessionId();
    const outcome = await this.#settings.storage.rename(this.#key, storageKey(id), this.#ttlMs);
    if (outcome === "gone") this.#forget();
    else this.#tell(id);
  }

  /** In this order: where the storage fails, the client keeps its id, and can try again to log out. */
  async #end(): Promise<void> {
    if (this.#stored !== null) await this.#settings.storage.delete(this.#key);
    this.#forget();
  }

  /** It was ended elsewhere while this request ran: what it would have written is dropped, so that it stays ended. */
  #forget(): void {
    this.#cookies.delete(this.#settings.name, this.#settings.cookie);
  }

  /** The client gets its id, in the Set-Cookie of this answer. */
  #tell(id: string): void {
    this.#cookies.set(this.#settings.name, id, this.#settings.cookie);
  }

  /**
   * For `Session.update`: reads, asks `next`, and writes if nothing has changed meanwhile; otherwise from the beginning.
   * Null: there is no session in the storage. Errors: as `Session.update`.
   */
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

  /** What the storage knows the session by. Only to be asked where there is one. */
  get #key(): string {
    return storageKey(this.#id as string);
  }

  get #now(): number {
    return this.#settings.now();
  }

  /** A session that is being made is as old as this moment. */
  get #createdAt(): number {
    return Number(this.#stored?.get(CREATED) ?? this.#now);
  }

  /** Never beyond the end that no use can move. */
  get #ttlMs(): number {
    const { idleMs, maxMs } = this.#settings;
    return Math.max(1, Math.min(idleMs, this.#createdAt + maxMs - this.#now));
  }
}

/**
 * Sessions as a hook: `router.hooks(sessions({ storage }))`, and then `await session(c)` in any handler behind it.
 * What is asked of a request in which no handler wants a session: one look at its cookies.
 */

import { cookies } from "../cookie/cookies.ts";
import { type CookieOptions, serializeCookie } from "../cookie/serialize-cookie.ts";
import { type AppContext, type HookSet, key } from "../index.ts";
import type { Session } from "./session.ts";
import type { SessionStorage } from "./session-storage.ts";
import { type SessionSettings, SessionUse } from "./session-use.ts";

export interface SessionOptions {
  readonly storage: SessionStorage;
  /** The name of the cookie. Default "sid"; over HTTPS alone, "__Host-sid" is the strictest there is. */
  readonly name?: string;
  /** How the cookie is set. Default: for the whole host, hidden from scripts, not sent from other sites' forms. */
  readonly cookie?: CookieOptions;
  /** Milliseconds without a request after which a session ends. Default an hour. */
  readonly idleMs?: number;
  /** Milliseconds after which it ends however much it is used. Default a day. */
  readonly maxMs?: number;
  /** Milliseconds since 1970. For tests, which have a clock of their own. */
  readonly now?: () => number;
}

const HOUR_MS = 3_600_000;
/** From the outermost hook to `session`. Not exported: only this file sets it. */
const used = key<SessionUse>("session");

/** Errors: TypeError, RangeError for what cannot be an option, told when the program starts. */
export function sessions(options: SessionOptions): HookSet {
  const {
    storage,
    name = "sid",
    cookie = {},
    idleMs = HOUR_MS,
    maxMs = 24 * HOUR_MS,
    now = Date.now,
  } = options;
  if (typeof storage?.read !== "function")
    throw new TypeError("sessions needs a storage, such as new MemoryStorage()");
  for (const [option, ms] of Object.entries({ idleMs, maxMs }))
    if (!(ms > 0 && ms < Number.MAX_SAFE_INTEGER))
      throw new RangeError(`${option} must be a number of milliseconds above 0, not ${String(ms)}`);
  // A cookie that browsers would drop is told now, and not by users who cannot log in.
  serializeCookie(name, "", { ...cookie, secure: cookie.secure ?? name.startsWith("__") });
  const settings: SessionSettings = { storage, name, cookie, idleMs, maxMs, now };
  return {
    onRequest(c) {
      // One further out has begun: a request has one session, that of the outermost hook.
      if (!c.state.has(used)) c.state.set(used, new SessionUse(settings, cookies(c)));
      c.state.get(used).enter();
    },
    async onResponse(c) {
      if (c.state.has(used)) await c.state.get(used).leave();
    },
  };
}

/**
 * The session of the client that `c` is from; an empty one where it has none. It is read when this is first called.
 * Errors: Error where no `sessions` hook stands in front; as the storage, mostly a 503.
 */
export async function session(c: Pick<AppContext, "state">): Promise<Session> {
  if (!c.state.has(used))
    throw new Error("no session here: put sessions({ storage }) into the hooks of the router or group");
  return c.state.get(used).load();
}

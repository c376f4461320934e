/**
 * Who asks, by the Authorization field (RFC 9110 §11): a name and a password, or a token. Secrets are compared by
 * their hashes and in the same time whatever they are, so that no client can find one out letter by letter. Neither
 * keeps anything of a client: every request is asked anew. For a login with a page there are sessions.
 */

import { createHash, timingSafeEqual } from "node:crypto";
import { type AppContext, type HookFunction, HttpError, key } from "../index.ts";

export interface BasicAuthOptions {
  /** Passwords by name, or a function that knows. */
  readonly users:
    | Readonly<Record<string, string>>
    | ((name: string, password: string) => boolean | Promise<boolean>);
  /** What the browser shows when it asks. Default "restricted". */
  readonly realm?: string;
}

/** Tokens are compared whole: no part of one means anything here. */
export interface BearerAuthOptions {
  /** Those that get in, or a function that knows. */
  readonly tokens: readonly string[] | ((token: string) => boolean | Promise<boolean>);
  readonly realm?: string;
}

/** From `basicAuth` to the handlers behind it. Not exported: only `basicAuth` can set it, and `userName` read it. */
const name = key<string>("user name");

/**
 * A name and a password, RFC 7617. Over HTTPS only: they are readable on the way. Names and passwords of `users` are
 * hashed once, when this is called; a function is asked for each request. Errors: HttpError 401.
 */
export function basicAuth({ users, realm = "restricted" }: BasicAuthOptions): HookFunction {
  const challenge = `Basic ${realmOf(realm)}, charset="UTF-8"`;
  const hashes =
    typeof users === "function"
      ? null
      : new Map(Object.entries(users).map(([who, word]) => [who, hash(word)]));
  return async (c) => {
    const given = parseBasic(credentials(c, "basic"));
    if (given === null) throw unauthorized(challenge);
    const [who, word] = given;
    const isGood =
      typeof users === "function" ? await users(who, word) : isSame(hash(word), hashes?.get(who));
    if (!isGood) throw unauthorized(challenge);
    c.state.set(name, who);
  };
}

/**
 * A token, RFC 6750. What a token stands for, a function in `tokens` may note itself; a list only opens the door.
 * Errors: HttpError 401.
 */
export function bearerAuth({ tokens, realm = "restricted" }: BearerAuthOptions): HookFunction {
  const hashes = typeof tokens === "function" ? [] : tokens.map(hash);
  return async (c) => {
    const token = credentials(c, "bearer");
    if (token === null) throw unauthorized(`Bearer ${realmOf(realm)}`);
    const given = hash(token);
    // All of them: how long it takes must not tell which one was right.
    const isGood =
      typeof tokens === "function"
        ? await tokens(token)
        : hashes.map((each) => isSame(given, each)).includes(true);
    if (!isGood) throw unauthorized(`Bearer ${realmOf(realm)}, error="invalid_token"`);
  };
}

/** The name that `basicAuth` has let in. Errors: Error where it does not stand in front. */
export function userName(c: Pick<AppContext, "state">): string {
  if (!c.state.has(name))
    throw new Error("no user here: put basicAuth() into the hooks of the router or group");
  return c.state.get(name);
}

/**
 * What stands behind the scheme. The whole scheme: "Bearerx" is none, nor is "Basic" where a token is asked for.
 * Null: no field, another scheme, or what is no token68 (§11.2).
 */
function credentials(c: AppContext, scheme: string): string | null {
  const [, given, text] = /^([\w-]+) +([\w.~+/-]+=*)$/.exec(c.req.headers.get("authorization") ?? "") ?? [];
  return given?.toLowerCase() === scheme && text !== undefined ? text : null;
}

/** RFC 7617 §2: a colon ends the name. Null when it is not base64 of UTF-8 with a colon. */
function parseBasic(text: string | null): readonly [name: string, password: string] | null {
  if (text === null) return null;
  const bytes = Buffer.from(text, "base64");
  const pair = bytes.toString("utf8");
  const colon = pair.indexOf(":");
  return colon < 0 || !Buffer.from(pair).equals(bytes) ? null : [pair.slice(0, colon), pair.slice(colon + 1)];
}

/** A quoted string (RFC 9110 §5.6.4). */
function realmOf(realm: string): string {
  return `realm="${realm.replaceAll(/["\\]/g, "\\$&")}"`;
}

/** RFC 9110 §11.6.1: a 401 says how to do better. Whether the name or the password was wrong is not said. */
function unauthorized(challenge: string): HttpError {
  return new HttpError(401, undefined, { headers: { "www-authenticate": challenge } });
}

/**
 * Two hashes have one length, which a comparison in constant time needs. SHA-256 without salt: it lives in memory
 * alone, and is no way to store passwords.
 */
function hash(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}

/** For a name that does not exist a comparison is made all the same: the time must not tell which names there are. */
function isSame(given: Buffer, wanted: Buffer | undefined): boolean {
  const isEqual = timingSafeEqual(given, wanted ?? Buffer.alloc(given.length));
  return isEqual && wanted !== undefined;
}

/**
 * Who has the id has the session: so it is 128 random bits (design of OWASP's session sheet), it is made here and
 * nowhere else, and it is stored as its hash only. It is never logged, and never stands in an error.
 */

import { createHash, randomBytes } from "node:crypto";

/** What `newSessionId` makes, as base64url writes it. */
const ID = /^[\w-]{22}$/;

/**
 * Called for a new session, and for one that gets a new id. From the system's own source of randomness, never from
 * Math.random, whose next value can be worked out.
 */
export function newSessionId(): string {
  return randomBytes(16).toString("base64url");
}

/** It could be one of ours. Whether it is, the storage knows. */
export function isSessionId(text: string): boolean {
  return ID.test(text);
}

/** Under this the storage keeps it. */
export function storageKey(id: string): string {
  return createHash("sha256").update(id).digest("base64url");
}

/**
 * Signs the value of a cookie, so that a client can keep it but not change it (HMAC-SHA-256, RFC 2104). A program
 * makes one signer when it starts and keeps it. Keys are exchanged while all users stay logged in: the first key
 * signs, all of them verify. It hides nothing: the client can read what it keeps. It never encrypts, and never tells
 * which of its keys was nearly right.
 */

import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";

/** RFC 2104 §3: a key shorter than the hash is weaker than the hash. */
const LEAST_KEY_BYTES = 32;
/** 32 bytes in base64url. */
const MAC_LENGTH = 43;

export class CookieSigner {
  /** The newest first. Never printed: a KeyObject shows nothing of itself. */
  readonly #keys: readonly KeyObject[];

  /**
   * `keys`: secrets of at least 32 bytes, the one that signs in front, older ones behind it for as long as cookies
   * that they signed may come. Errors: TypeError that says which one is missing or too short.
   */
  constructor(keys: readonly (string | Uint8Array)[]) {
    if (!Array.isArray(keys) || keys.length === 0)
      throw new TypeError("a CookieSigner needs a list with at least one key");
    this.#keys = keys.map((key, index) => {
      const bytes = typeof key === "string" ? Buffer.from(key) : key;
      if (!(bytes instanceof Uint8Array) || bytes.length < LEAST_KEY_BYTES)
        throw new TypeError(
          `key ${index} of a CookieSigner must be a secret of at least ${LEAST_KEY_BYTES} bytes`,
        );
      return createSecretKey(bytes);
    });
  }

  /** `value.mac`. The name is signed too: a value of one cookie is worth nothing as that of another. */
  sign(name: string, value: string): string {
    return `${value}.${mac(this.#keys[0] as KeyObject, name, value).toString("base64url")}`;
  }

  /** The value; null when none of the keys has signed it under this name. */
  unsign(name: string, signed: string): string | null {
    const dot = signed.length - MAC_LENGTH - 1;
    if (dot < 0 || signed[dot] !== ".") return null;
    const value = signed.slice(0, dot);
    const told = Buffer.from(signed.slice(dot + 1), "base64url");
    // Decoding is lenient: only the one spelling that `sign` writes counts.
    if (told.toString("base64url") !== signed.slice(dot + 1)) return null;
    // No way out in between: how long it takes must not tell which key was nearly right.
    const isGood = this.#keys.map((key) => timingSafeEqual(mac(key, name, value), told)).includes(true);
    return isGood ? value : null;
  }
}

/** Over name and value with a "=" between them: the name of a cookie has none, so no two pairs are one text. */
function mac(key: KeyObject, name: string, value: string): Buffer {
  return createHmac("sha256", key).update(`${name}=${value}`).digest();
}

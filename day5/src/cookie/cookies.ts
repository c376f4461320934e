/**
 * The cookies of one request and of its answer: `cookies(c)`. Made when a handler first asks and kept on the context,
 * so the field is read once. Reading gives what the client has sent, also after a `set`. It stands on `c.state` and
 * `c.header` alone, and keeps nothing when the request is over.
 */

import { type AppContext, key } from "../index.ts";
import type { CookieSigner } from "./cookie-signer.ts";
import { type CookieValues, parseCookies } from "./parse-cookies.ts";
import { type CookieOptions, serializeCookie } from "./serialize-cookie.ts";

type Context = Pick<AppContext, "req" | "response" | "header" | "scheme" | "state">;

/** Set by the first `cookies(c)`; gone with the context. */
const kept = key<Cookies>("cookies");

/** The cookies of `c`: always the same object for one request. */
export function cookies(c: Context): Cookies {
  if (c.state.has(kept)) return c.state.get(kept);
  const found = new Cookies(c);
  c.state.set(kept, found);
  return found;
}

/** What can be done with the cookies of a request, signed or not. */
export interface CookieJar {
  /** What the client has sent under `name`; undefined when nothing, or nothing that we have signed. */
  get(name: string): string | undefined;
  /** Tells the client to keep it. What was set under that name, path and domain before goes. Errors: as `serializeCookie`. */
  set(name: string, value: string, options?: CookieOptions): void;
  /** Tells the client to forget it. `path` and `domain` must be those it was set with. Errors: as `serializeCookie`. */
  delete(name: string, options?: CookieOptions): void;
}

/** One for each request whose handlers or hooks ask for it. It holds the context, and the context holds it. */
export class Cookies implements CookieJar {
  /** Where the fields come from, and where those of the answer go. */
  readonly #c: Context;
  /** Read when a handler first asks. */
  #sent: CookieValues | null = null;

  constructor(c: Context) {
    this.#c = c;
  }

  /** All that the client has sent, in an object that inherits nothing. */
  get all(): CookieValues {
    this.#sent ??= parseCookies(this.#c.req.headers.getAll("cookie").join("; "));
    return this.#sent;
  }

  /** As it was sent, signed or not. */
  get(name: string): string | undefined {
    return this.all[name];
  }

  set(name: string, value: string, options: CookieOptions = {}): void {
    const text = serializeCookie(name, value, { secure: this.#c.scheme === "https", ...options });
    // A browser would take the last of two, but a proxy or a test may take the first (RFC 6265 §4.1.1).
    const { headers } = this.#c.response;
    const others = headers.getAll("set-cookie").filter((other) => identity(other) !== identity(text));
    headers.delete("set-cookie");
    for (const line of [...others, text]) this.#c.header("set-cookie", line);
  }

  /** An age of 0 ends it at once (RFC 6265 §5.2.2); a date beside it would be one thing more to disagree on. */
  delete(name: string, options: CookieOptions = {}): void {
    const { expires: _, ...where } = options;
    this.set(name, "", { ...where, maxAge: 0 });
  }

  /** The same cookies through `signer`: what it has not signed is not there. */
  signed(signer: CookieSigner): CookieJar {
    return {
      get: (name) => {
        const value = this.get(name);
        return value === undefined ? undefined : (signer.unsign(name, value) ?? undefined);
      },
      set: (name, value, options) => this.set(name, signer.sign(name, value), options),
      delete: (name, options) => this.delete(name, options),
    };
  }
}

/** Name, domain and path: by these a browser tells one cookie from another (RFC 6265 §5.3). */
function identity(line: string): string {
  const [pair = "", ...attributes] = line.split("; ");
  const where = attributes.filter((attribute) => /^(?:domain|path)=/i.test(attribute));
  return [pair.slice(0, pair.indexOf("=")), ...where].join("; ");
}

/**
 * One Set-Cookie field as text (RFC 6265bis §4.1). Pure. Browsers drop a cookie that breaks a rule without a word,
 * so here each broken rule is an error that names it. Held against the package `cookie` by a fuzz.
 */

export interface CookieOptions {
  /** The paths that get it. Default "/": without, it would be the folder of the path that set it. */
  readonly path?: string;
  /** Its subdomains get it as well. Left out, the cookie stays with the one host that set it. */
  readonly domain?: string;
  /** Seconds until it is forgotten; 0 forgets it now. Without `maxAge` and `expires` it ends with the browser. */
  readonly maxAge?: number;
  /** The moment at which it is forgotten, by the client's clock. Where there is a `maxAge`, that counts. */
  readonly expires?: Date;
  /** Over HTTPS only. */
  readonly secure?: boolean;
  /** Hidden from scripts. Default true: a script that was smuggled into a page must not read it. */
  readonly httpOnly?: boolean;
  /** Whether requests from other sites carry it. Default "lax": only when a user follows a link. */
  readonly sameSite?: "strict" | "lax" | "none";
  /** Which ones a full browser forgets first. */
  readonly priority?: "low" | "medium" | "high";
  /** A jar of its own under each site that embeds this one. */
  readonly partitioned?: boolean;
}

/** token, RFC 9110 §5.6.2: what RFC 6265 §4.1.1 asks of a name. */
const NAME = /^[!#$%&'*+.^_`|~\dA-Za-z-]+$/;
/** Labels of letters, digits and hyphens (RFC 1123 §2.1). A dot in front would be ignored: say what is meant. */
const DOMAIN = /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)*[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i;
/** Any character that does not end the attribute (RFC 6265 §4.1.1), from the slash on that a path begins with. */
const PATH = /^\/[\x20-\x3a\x3c-\x7e]*$/;
/** RFC 6265bis §5.6: a longer name and value is ignored by browsers. */
const MOST_BYTES = 4096;
/** And so is an attribute with a longer value. */
const MOST_ATTRIBUTE = 1024;

const WORDS = {
  sameSite: { strict: "Strict", lax: "Lax", none: "None" },
  priority: { low: "Low", medium: "Medium", high: "High" },
} as const;

/**
 * `value` may be any text: it is percent-encoded. Errors: TypeError, RangeError that name the cookie and the rule,
 * but never the value, which may be a secret.
 */
export function serializeCookie(name: string, value: string, options: CookieOptions = {}): string {
  if (!NAME.test(name))
    throw new TypeError(`${JSON.stringify(name)} is not a cookie name: use letters, digits, - and _`);
  if (typeof value !== "string")
    throw new TypeError(`the value of cookie "${name}" must be a string, not ${typeof value}`);
  const pair = `${name}=${encode(name, value)}`;
  if (pair.length - 1 > MOST_BYTES)
    throw new RangeError(`cookie "${name}" is larger than ${MOST_BYTES} bytes: browsers drop it`);
  const { path = "/", domain, maxAge, expires, secure = false, httpOnly = true, sameSite = "lax" } = options;
  checkPrefix(name, { ...options, path, secure });
  let text = pair;
  if (maxAge !== undefined) text += `; Max-Age=${checkAge(name, maxAge)}`;
  if (expires !== undefined) text += `; Expires=${checkDate(name, expires)}`;
  if (domain !== undefined) text += `; Domain=${checkText(name, "domain", domain, DOMAIN)}`;
  text += `; Path=${checkText(name, "path", path, PATH)}`;
  if (secure) text += "; Secure";
  if (httpOnly) text += "; HttpOnly";
  text += `; SameSite=${word(name, "sameSite", sameSite)}`;
  if (options.priority !== undefined) text += `; Priority=${word(name, "priority", options.priority)}`;
  if (options.partitioned) text += "; Partitioned";
  return text;
}

/** What browsers ask of some cookies (RFC 6265bis §4.1.3, §5.7; CHIPS), told before they drop one. */
function checkPrefix(name: string, options: CookieOptions): void {
  const { secure, path, domain, sameSite, partitioned } = options;
  // Browsers compare prefixes without case, so that no server takes a fake one for real.
  const isHost = /^__host-/i.test(name);
  if ((isHost || /^__secure-/i.test(name)) && !secure) throw rule(name, "its prefix asks for secure: true");
  if (isHost && path !== "/") throw rule(name, 'its prefix __Host- asks for path: "/"');
  if (isHost && domain !== undefined) throw rule(name, "its prefix __Host- allows no domain");
  if (sameSite === "none" && !secure) throw rule(name, 'sameSite: "none" asks for secure: true');
  if (partitioned && !secure) throw rule(name, "partitioned asks for secure: true");
}

/** encodeURIComponent leaves no character that RFC 6265 §4.1.1 forbids in a value. Errors: TypeError. */
function encode(name: string, value: string): string {
  try {
    return encodeURIComponent(value);
  } catch {
    throw new TypeError(
      `the value of cookie "${name}" has half of a surrogate pair, which no encoding can write`,
    );
  }
}

/** RFC 6265 §5.2.2 allows a minus, which means "now": 0 says the same. Errors: RangeError. */
function checkAge(name: string, maxAge: number): number {
  if (Number.isSafeInteger(maxAge) && maxAge >= 0) return maxAge;
  throw new RangeError(
    `maxAge of cookie "${name}" must be a whole number of seconds from 0 on, not ${String(maxAge)}`,
  );
}

/** In GMT, as the standard has it. Errors: TypeError for what is no moment. */
function checkDate(name: string, expires: Date): string {
  if (expires instanceof Date && Number.isFinite(expires.getTime())) return expires.toUTCString();
  throw new TypeError(`expires of cookie "${name}" must be a valid Date`);
}

/** A path or a domain that cannot end the attribute. Errors: TypeError that shows no more than its beginning. */
function checkText(name: string, option: string, value: unknown, allowed: RegExp): string {
  if (typeof value === "string" && value.length <= MOST_ATTRIBUTE && allowed.test(value)) return value;
  throw new TypeError(`${option} of cookie "${name}" cannot be ${JSON.stringify(value)?.slice(0, 80)}`);
}

/** In the letters that the standard has. Errors: TypeError that lists what there is. */
function word<Option extends keyof typeof WORDS>(name: string, option: Option, value: string): string {
  const words: Readonly<Record<string, string>> = WORDS[option];
  if (typeof value === "string" && Object.hasOwn(words, value)) return words[value] as string;
  const allowed = Object.keys(words).join(", ");
  throw new TypeError(
    `${option} of cookie "${name}" must be one of ${allowed}, not ${JSON.stringify(value)}`,
  );
}

/** For what a browser would do without a word. */
function rule(name: string, text: string): TypeError {
  return new TypeError(`cookie "${name}": ${text}, or browsers drop it`);
}

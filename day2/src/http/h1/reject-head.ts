/**
 * Says what is wrong with a request head, at the first byte that no request can have there. Cold: it sees only
 * heads that did not come whole, and those that the grammar did not match. It looks at each byte once, however
 * the bytes are cut: a head that drips in is refused early, and with the words that it would get as a whole.
 */

import type { ConnError } from "../../net/conn-error.ts";
import { FIELD_VALUE, TOKEN } from "../grammar.ts";
import { HttpError } from "../http-error.ts";
import type { Limits } from "../limits.ts";

/**
 * What stands next, in the order of a head (RFC 9112 §2.1): the request line, fields, each by its parts, the
 * end.
 */
type Part = "method" | "target" | "version" | "name" | "value" | "value-end" | "head-end";

/** RFC 9110 §9.1 has no bound; the longest method that is registered has 17 characters. */
export const MAX_METHOD = 64;
/** What a part is made of; a character that is none of these ends it. */
const CHARACTERS: { readonly [P in Part]?: RegExp } = {
  method: new RegExp(`(?:${TOKEN})?`, "y"),
  target: /[!"$-~]*/y,
  name: new RegExp(`(?:${TOKEN})?`, "y"),
  value: new RegExp(FIELD_VALUE, "y"),
};
/** RFC 9112 §2.3: case-sensitive, one digit each. A 0 stands for any digit. */
const VERSION = "HTTP/0.0\r\n";
/** The first byte of TLS: the type of a record that has a handshake in it (RFC 8446 §5.1). */
const TLS = "\x16";

/**
 * One head, looked at as it comes. Made by HeadDecoder for a head that did not come whole, and gone with it;
 * or for one that the grammar did not match, which it must then refuse. A state for each part, one character
 * at a time where a part ends, so that it cannot run away and can be read beside the grammar that it
 * explains.
 */
export class HeadCheck {
  /** Characters that were looked at. */
  seen = 0;
  readonly #limits: Limits;
  #part: Part = "method";
  /** The part as far as it has come; for a value its name. */
  #text = "";
  /** Field lines whose name has come. */
  #fields = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** `text` follows what was looked at before. Errors: HttpError 400, 414, 431 or 505 at the first bad byte. */
  look(text: string): void {
    this.seen += text.length;
    for (let at = 0; at < text.length; at += 1) {
      const characters = CHARACTERS[this.#part];
      if (characters !== undefined) {
        characters.lastIndex = at;
        characters.test(text);
        if (this.#part !== "value") this.#text += text.slice(at, characters.lastIndex);
        at = characters.lastIndex;
        this.#checkLength();
        if (at === text.length) return;
      }
      const mark = text.charAt(at);
      const wrong = this.#take(mark);
      if (wrong === null) continue;
      // RFC 9112 §2.2 allows a bare LF as line end; proxies disagree about it.
      throw mark === "\n" ? bad("BARE_LF", "a line of the request head ends in LF without CR") : wrong;
    }
  }

  /** At each look: a method or a target without an end is refused when it is too long, not when its head is. */
  #checkLength(): void {
    const { length } = this.#text;
    const { maxTargetBytes } = this.#limits;
    if (this.#part === "method" && length > MAX_METHOD) throw badMethod(this.#text);
    if (this.#part === "target" && length > maxTargetBytes) throw targetTooLong(maxTargetBytes);
  }

  /**
   * `mark` is the first character behind those that a part is made of. What is wrong with it; null: nothing.
   */
  #take(mark: string): HttpError | null {
    switch (this.#part) {
      // RFC 9112 §3: method SP request-target SP HTTP-version, and nothing else.
      case "method":
        if (mark !== " " || this.#text === "") return badMethod(this.#text + mark);
        return this.#begin("target");
      case "target":
        if (mark === "\r" && this.#text !== "") return badVersion();
        if (mark !== " " || this.#text === "") return bad("BAD_TARGET", "the request target is malformed");
        return this.#begin("version");
      case "version":
        return this.#takeVersion(mark);
      case "name":
        if (mark === "\r" && this.#text === "") return this.#begin("head-end");
        if (mark !== ":" || this.#text === "") return badName(this.#text, mark);
        this.#fields += 1;
        if (this.#fields > this.#limits.maxFields) return tooManyFields(this.#limits.maxFields);
        this.#part = "value";
        return null;
      case "value":
        if (mark !== "\r") return badValue(this.#text);
        this.#part = "value-end";
        return null;
      case "value-end":
        return mark === "\n" ? this.#begin("name") : badValue(this.#text);
      case "head-end":
        return mark === "\n" ? this.#begin("method") : badName("", mark);
    }
  }

  /**
   * One character of the version. A major number that is not ours is told as such only when the line is
   * whole.
   */
  #takeVersion(mark: string): HttpError | null {
    const wanted = VERSION.charAt(this.#text.length);
    const isRight = wanted === "0" ? mark >= "0" && mark <= "9" : mark === wanted;
    if (!isRight) return badVersion();
    this.#text += mark;
    if (mark === "\r" && !this.#text.startsWith("HTTP/1.")) {
      return new HttpError(505, `${this.#text.trimEnd()} is not spoken here`, { expose: true });
    }
    return mark === "\n" ? this.#begin("name") : null;
  }

  /** The part before it is over and was right. */
  #begin(part: Part): null {
    this.#part = part;
    this.#text = "";
    return null;
  }
}

/** RFC 9112 §3: an over-long target is told apart from a head with too much in it. */
function targetTooLong(maxBytes: number): HttpError {
  return new HttpError(414, `the request target is longer than ${maxBytes} bytes`, {
    code: "TARGET_TOO_LONG",
  });
}

function tooManyFields(maxFields: number): HttpError {
  return new HttpError(431, `the request head has more than ${maxFields} fields`, {
    code: "TOO_MANY_FIELDS",
  });
}

/** Always throws: for a whole head that the grammar did not match. Errors: as `HeadCheck.look`. */
export function rejectHead(text: string, limits: Limits): never {
  new HeadCheck(limits).look(text);
  // It never lets a head pass: what it cannot name is a plain 400.
  throw bad("BAD_HEAD", "the request head is malformed");
}

/** The answer to a client whose head did not come whole; null where the client is not there to hear it. */
export function unfinishedHead(cause: ConnError): HttpError | null {
  // RFC 9110 §15.5.9.
  if (cause.code === "READ_TIMEOUT")
    return new HttpError(408, "the request head took too long to arrive", { code: "HEAD_TIMEOUT", cause });
  if (cause.code === "UNEXPECTED_END")
    return new HttpError(400, "the request head is not complete", { code: "HEAD_CUT_SHORT", cause });
  return null;
}

/** A browser that was told https by mistake is the likeliest of all; its user should read why. */
function badMethod(text: string): HttpError {
  if (!text.startsWith(TLS)) return bad("BAD_METHOD", "the request line does not begin with a method");
  return bad("BAD_METHOD", "this is a TLS handshake, but this port speaks HTTP in clear text: use http://");
}

function badVersion(): HttpError {
  return bad("BAD_VERSION", "behind the target stands no protocol version such as HTTP/1.1");
}

/** `mark` stands where a name should go on or end in a colon. */
function badName(name: string, mark: string): HttpError {
  const isBlank = mark === " " || mark === "\t";
  // RFC 9112 §5.2: a line that begins with white space was once the continuation of the one before.
  if (isBlank && name === "") return bad("OBS_FOLD", "a field line begins with white space");
  // RFC 9112 §5.1: white space before the colon has let requests past proxies.
  if (isBlank) return bad("SPACE_BEFORE_COLON", "there is white space before the colon of a field");
  if (mark === "\r") return bad("BAD_FIELD", "a field line has no colon");
  return bad("BAD_FIELD_NAME", "a field name is malformed");
}

/**
 * RFC 9110 §5.5: CR, LF and NUL are dangerous, other controls invalid. The value itself is not told: it may
 * be secret.
 */
function badValue(name: string): HttpError {
  return bad("BAD_FIELD_VALUE", `the value of field "${name}" has a control character in it`);
}

function bad(code: string, message: string): HttpError {
  return new HttpError(400, message, { code });
}

/**
 * What the head says about the connection and the body: the six fields that decide where this request ends
 * and what becomes of the connection after it. HOT: called once for each request, pure. One expression
 * picks the six out of the field lines; the others are not looked at here.
 * RFC 9112 §6 and §9; what two implementations could read in two ways is rejected, not repaired. Its naive twin
 * lives in tests/support/naive-framing.ts.
 */

import { HttpError } from "../http-error.ts";
import { isHost, type RequestHead } from "./request-head.ts";

export interface Framing {
  /** Bytes of the body; null when it is chunked; 0 when there is none. */
  readonly length: number | null;
  /** The client allows another request after this one. */
  readonly keepAlive: boolean;
  /** The client waits for 100 (Continue) before it sends the body. */
  readonly expectContinue: boolean;
  /** The protocols that the client would switch to, as it lists them; null where it stays with this one. */
  readonly upgrade: string | null;
}

/** Matched in front of each line, behind the LF of the line before it. */
const FRAMING = /\n(host|content-length|transfer-encoding|connection|expect|upgrade):[\t ]*([^\r]*)/gi;
/** As long as the shortest of the names, with what stands around it: where less is left, none of them is. */
const SHORTEST = "\nhost:".length;

/**
 * A field that comes twice is refused where it has one value, and joined by a comma where it is a list (RFC
 * 9110 §5.3): what is in two lines must mean what is in one.
 * Errors: HttpError 400, 417, 501. The connection cannot be used after it.
 */
export function readFraming(head: RequestHead): Framing {
  let host: string | null = null;
  let contentLength: string | null = null;
  let codings: string | null = null;
  let connection = "";
  let expect: string | null = null;
  let upgrade: string | null = null;
  const lines = head.fields;
  FRAMING.lastIndex = 0;
  // Most heads of programs have one field, Host: a search that cannot find anything is not begun.
  for (let end = 0; lines.length - end > SHORTEST; end = FRAMING.lastIndex) {
    const match = FRAMING.exec(lines);
    if (match === null) break;
    const value = trimSpace(match[2] as string);
    // The six names have six lengths: a switch on the length spares a copy in lower case.
    switch ((match[1] as string).length) {
      case 4:
        if (host !== null) throw bad("SECOND_HOST", "there is more than one Host field");
        host = value;
        break;
      case 14:
        // RFC 9110 §8.6 lets a server take equal copies for one; a smuggler needs just that.
        if (contentLength !== null) throw bad("SECOND_LENGTH", "there is more than one Content-Length field");
        contentLength = value;
        break;
      case 17:
        codings = codings === null ? value : `${codings},${value}`;
        break;
      case 10:
        connection = connection === "" ? value : `${connection},${value}`;
        break;
      case 6:
        expect = expect === null ? value : `${expect},${value}`;
        break;
      case 7:
        upgrade = upgrade === null ? value : `${upgrade}, ${value}`;
        break;
    }
  }
  const { version } = head;
  checkHost(host, version);
  const length = bodyLength(contentLength, codings, version);
  return {
    length,
    keepAlive: allowsAnother(connection, version),
    expectContinue: expectsContinue(expect, version),
    upgrade: upgrade !== null && isOffered(connection, length, head) ? upgrade : null,
  };
}

/** RFC 9112 §3.2: a 1.1 request without Host, or with a malformed one, gets a 400. */
function checkHost(host: string | null, version: string): void {
  if (host === null && version === "1.1") throw bad("NO_HOST", "the Host field is missing");
  if (host !== null && !isHost(host)) throw bad("BAD_HOST", "the Host field is malformed");
}

/**
 * RFC 9112 §6.3: where the body ends, and so where the next request begins. A proxy in front of us decides
 * the same by the same two fields. Where the rules leave it a choice we cannot know which one it took, so we
 * take none.
 */
function bodyLength(contentLength: string | null, codings: string | null, version: string): number | null {
  if (codings === null) {
    if (contentLength === null) return 0;
    // 15 digits stay exact in a JavaScript number, and are more than any client sends.
    if (!/^\d{1,15}$/.test(contentLength)) throw bad("BAD_LENGTH", "the Content-Length field is malformed");
    return Number(contentLength);
  }
  // §6.1: both fields in one request are the classic way to smuggle another one past a proxy.
  if (contentLength !== null)
    throw bad("LENGTH_AND_CODING", "there are both Content-Length and Transfer-Encoding");
  if (version === "1.0") throw bad("CODING_ON_1_0", "HTTP/1.0 has no Transfer-Encoding");
  const names = elements(codings);
  // RFC 9110 §5.6.1 has empty elements ignored. A program that counts them sees another list.
  if (names.includes("")) throw bad("BAD_CODING", "the Transfer-Encoding has an empty element");
  if (names.at(-1) !== "chunked" || names.indexOf("chunked") !== names.length - 1) {
    throw bad("BAD_CODING", "the Transfer-Encoding does not end in a single chunked");
  }
  if (names.length > 1)
    throw new HttpError(501, `transfer coding "${names[0]}" is not known here`, { expose: true });
  return null;
}

/**
 * RFC 9112 §9.3: 1.1 stays open unless a side says close; 1.0 closes unless the client asks; close wins over
 * all.
 */
function allowsAnother(connection: string, version: string): boolean {
  if (connection === "") return version === "1.1";
  const options = elements(connection);
  if (options.includes("close")) return false;
  return version === "1.1" || options.includes("keep-alive");
}

/** RFC 9110 §10.1.1: a 1.0 client cannot understand a 100, whatever it says. */
function expectsContinue(expect: string | null, version: string): boolean {
  if (expect === null || version === "1.0") return false;
  if (elements(expect).some((name) => name !== "100-continue"))
    throw new HttpError(417, "the only expectation known here is 100-continue");
  return true;
}

/**
 * RFC 9110 §7.8: an Upgrade field is ignored on 1.0, and where Connection does not name it, since then it was
 * meant for another hop. We are free to ignore it, and do so where a body would stand between the two
 * protocols, and for HEAD, whose answer is about another request.
 */
function isOffered(connection: string, length: number | null, { method, version }: RequestHead): boolean {
  if (version === "1.0" || length !== 0 || method === "HEAD") return false;
  return elements(connection).includes("upgrade");
}

/** The elements of a list, RFC 9110 §5.6.1, in lower case. */
export function elements(list: string): string[] {
  return list.split(",").map((element) => trimSpace(element).toLowerCase());
}

/** Not trim(): it would take U+00A0 too, which is a byte of the value and makes it another one. */
function trimSpace(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && isSpace(value[start])) start += 1;
  while (end > start && isSpace(value[end - 1])) end -= 1;
  return end - start === value.length ? value : value.slice(start, end);
}

function isSpace(character: string | undefined): boolean {
  return character === " " || character === "\t";
}

function bad(code: string, message: string): HttpError {
  return new HttpError(400, message, { code });
}

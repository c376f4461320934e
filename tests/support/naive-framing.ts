/**
 * The naive twin of framing and target: what the fields of a head say about host, body and connection, in loops
 * and comparisons, written from RFC 9112 §3.2, §6 and §9 and design §6. "refused" stands for every 4xx and 5xx.
 */

import type { NaiveHead } from "./naive-head.ts";

export interface NaiveFraming {
  /** Bytes of the body, or "chunked". */
  readonly length: number | "chunked";
  readonly keepAlive: boolean;
  /** A 100 (Continue) is wanted. */
  readonly continues: boolean;
  /** What the client may be switched to. */
  readonly upgrade: string | null;
  /** The target as a handler sees it. */
  readonly target: string;
}

const DIGITS = "0123456789";
const HEX = `${DIGITS}abcdefABCDEF`;
const HOST = `${HEX}ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ._~!$&'()*+;=-`;

function onlyHas(text: string, characters: string): boolean {
  for (const character of text) if (!characters.includes(character)) return false;
  return true;
}

/** "%" stands before two hexadecimal digits, or not at all. */
function isRegName(text: string): boolean {
  const [first = "", ...encoded] = text.split("%");
  if (!onlyHas(first, HOST)) return false;
  return encoded.every((part) => part.length >= 2 && onlyHas(part.slice(0, 2), HEX) && onlyHas(part, HOST));
}

export function isNaiveHost(text: string): boolean {
  let name = text;
  const colon = text.lastIndexOf(":");
  if (colon > text.lastIndexOf("]")) {
    const port = text.slice(colon + 1);
    if (port.length > 5 || !onlyHas(port, DIGITS)) return false;
    name = text.slice(0, colon);
  }
  if (name === "") return false;
  if (!name.startsWith("[")) return isRegName(name);
  return name.endsWith("]") && name.length > 2 && onlyHas(name.slice(1, -1), `${HEX}:.`);
}

function targetOf({ method, target }: NaiveHead): string | null {
  if (method === "CONNECT") return null;
  if (target.startsWith("/")) return target;
  if (target === "*") return method === "OPTIONS" ? target : null;
  const scheme = ["http://", "https://"].find((start) => target.toLowerCase().startsWith(start));
  if (scheme === undefined) return null;
  let end = scheme.length;
  while (end < target.length && target[end] !== "/" && target[end] !== "?") end += 1;
  if (!isNaiveHost(target.slice(scheme.length, end))) return null;
  const rest = target.slice(end);
  return rest.startsWith("/") ? rest : `/${rest}`;
}

/** The elements of a list in lower case, without the blanks around them. */
function elements(values: readonly string[]): string[] {
  const trimmed = (text: string) => text.replace(/^[\t ]+/, "").replace(/[\t ]+$/, "");
  return values.flatMap((value) => value.split(",")).map((element) => trimmed(element).toLowerCase());
}

function lengthOf(head: NaiveHead, values: (name: string) => string[]): number | "chunked" | null {
  const lengths = values("content-length");
  const codings = values("transfer-encoding");
  if (codings.length > 0) {
    const isPlain =
      codings.length === 1 && elements(codings)[0] === "chunked" && elements(codings).length === 1;
    return isPlain && lengths.length === 0 && head.version === "1.1" ? "chunked" : null;
  }
  const [length = "0"] = lengths;
  if (lengths.length > 1 || length === "" || length.length > 15 || !onlyHas(length, DIGITS)) return null;
  return Number(length);
}

export function naiveFraming(head: NaiveHead): NaiveFraming | "refused" {
  const values = (name: string) => head.fields.filter(([given]) => given === name).map(([, value]) => value);
  const hosts = values("host");
  if (hosts.length > 1 || (hosts.length === 0 && head.version === "1.1")) return "refused";
  if (!hosts.every(isNaiveHost)) return "refused";
  const length = lengthOf(head, values);
  const target = targetOf(head);
  if (length === null || target === null) return "refused";
  const expected = head.version === "1.1" ? elements(values("expect")) : [];
  if (expected.some((name) => name !== "100-continue")) return "refused";
  const options = elements(values("connection"));
  const keepAlive = !options.includes("close") && (head.version === "1.1" || options.includes("keep-alive"));
  const isPlain = head.version === "1.1" && head.method !== "HEAD" && length === 0;
  const offered = values("upgrade");
  const upgrade = isPlain && options.includes("upgrade") && offered.length > 0 ? offered.join(", ") : null;
  return { length, keepAlive, continues: expected.length > 0 && length !== 0, upgrade, target };
}

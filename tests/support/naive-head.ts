/**
 * The naive twin of the request head parser: split, loops and no regular expression, slow and plain, written
 * from RFC 9112 §3 and §5 alone. A fuzz holds the fast one against it.
 */

export interface NaiveHead {
  readonly method: string;
  readonly target: string;
  readonly version: "1.0" | "1.1";
  readonly fields: [string, string][];
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
/** tchar, RFC 9110 §5.6.2. */
const TOKEN = `${LETTERS}${DIGITS}!#$%&'*+-.^_\`|~`;

export function isToken(text: string): boolean {
  if (text.length === 0) return false;
  for (const character of text) if (!TOKEN.includes(character)) return false;
  return true;
}

/** Visible ASCII without "#". */
function isTarget(text: string): boolean {
  if (text.length === 0) return false;
  for (const character of text) if (character <= " " || character > "~" || character === "#") return false;
  return true;
}

/** field-vchar, space and tab, RFC 9110 §5.5. */
export function isValue(text: string): boolean {
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (code === 9) continue;
    if (code < 32 || code === 127 || code > 255) return false;
  }
  return true;
}

function withoutBlanks(text: string): string {
  let value = text;
  while (value.startsWith(" ") || value.startsWith("\t")) value = value.slice(1);
  while (value.endsWith(" ") || value.endsWith("\t")) value = value.slice(0, -1);
  return value;
}

/** `text` is a head with the empty line that ends it; null when it is malformed. */
export function naiveHead(text: string): NaiveHead | null {
  const lines = text.split("\r\n");
  if (lines.length < 3 || lines.pop() !== "" || lines.pop() !== "") return null;
  const parts = (lines.shift() as string).split(" ");
  if (parts.length !== 3) return null;
  const [method, target, version] = parts as [string, string, string];
  if (!isToken(method) || !isTarget(target)) return null;
  if (version.length !== 8 || !version.startsWith("HTTP/1.")) return null;
  if (!DIGITS.includes(version.charAt(7))) return null;
  const fields: [string, string][] = [];
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon < 0) return null;
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1);
    if (!isToken(name) || !isValue(value)) return null;
    fields.push([name.toLowerCase(), withoutBlanks(value)]);
  }
  return { method, target, version: version.endsWith("0") ? "1.0" : "1.1", fields };
}

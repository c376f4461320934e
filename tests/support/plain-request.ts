/**
 * Whether some bytes are a request that could be asked in any version of HTTP, and which. What names HTTP/1.1 is not
 * plain: whatever its grammar refuses, pieces, several at once, and every field about the connection or the framing.
 */

import { METHODS } from "node:http";

export interface PlainRequest {
  readonly method: string;
  readonly target: string;
  readonly host: string;
  /** Names in lower case, without Host. */
  readonly fields: readonly (readonly [string, string])[];
  /** Null: it has none. */
  readonly body: Buffer | null;
}

/** RFC 9113 §8.2.2, and what a client of HTTP/1.1 waits for or changes to. */
const OF_HTTP1 =
  /^(connection|keep-alive|proxy-connection|transfer-encoding|upgrade|te|trailer|expect|http2-settings)$/;
/** Those of which Node's client sends several lines. */
const REPEATED = /^(x-[a-z-]+|cookie|accept[a-z-]*|forwarded|via|vary|cache-control|link)$/;

/** Null: it names its version. */
export function plainRequest(bytes: Buffer): PlainRequest | null {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const [line = "", ...lines] = bytes.toString("latin1", 0, end).split("\r\n");
  const [, method = "", target = ""] = /^([A-Z]+) (\/[!-~]*|\*) HTTP\/1\.1$/.exec(line) ?? [];
  const fields = lines.map((text) => /^([\w-]+):[ \t]*([^\0\r\n]*?)[ \t]*$/.exec(text));
  if (target === "" || fields.includes(null)) return null;
  const pairs = fields.map((field) => [field?.[1]?.toLowerCase() ?? "", field?.[2] ?? ""] as const);
  const body = bytes.subarray(end + 4);
  const length = pairs.find(([name]) => name === "content-length")?.[1];
  if (length === undefined ? body.length > 0 : length !== String(body.length)) return null;
  const hosts = pairs.filter(([name]) => name === "host");
  const rest = pairs.filter(([name]) => name !== "host");
  if (hosts.length !== 1) return null;
  const request = { method, target, host: hosts[0]?.[1] ?? "", fields: rest };
  return isPlain(request) ? { ...request, body: length === undefined ? null : body } : null;
}

/** The same of a request that is there in parts. */
export function isPlain({ method, target, host, fields }: Omit<PlainRequest, "body">): boolean {
  const names = fields.map(([name]) => name);
  return (
    METHODS.includes(method) &&
    method !== "CONNECT" &&
    (target.startsWith("/") || (target === "*" && method === "OPTIONS")) &&
    /^[\w.:[\]-]+$/.test(host) &&
    names.every((name) => /^[\w-]+$/.test(name) && !OF_HTTP1.test(name)) &&
    names.every((name, at) => REPEATED.test(name) || names.indexOf(name) === at) &&
    fields.every(([, value]) => /^[\t\x20-\x7e\x80-\xff]*$/.test(value))
  );
}

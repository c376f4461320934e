/**
 * HTTP/2 in bytes (RFC 9113 §4 and §6, RFC 7541): frames as a client makes them, for tests and for stress. Fields are
 * written without any compression. Written without a look at the framework, or at node:http2.
 */

export const TYPE = {
  data: 0,
  headers: 1,
  reset: 3,
  settings: 4,
  ping: 6,
  goaway: 7,
  window: 8,
  more: 9,
} as const;
export const END_STREAM = 1;
export const END_HEADERS = 4;
export const ACK = 1;

const PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/** As latin1, which is what a RawClient sends. */
export function frame(type: number, flags: number, stream: number, payload: string | Buffer = ""): string {
  const body = Buffer.from(payload as string, "latin1");
  const head = Buffer.alloc(9);
  head.writeUIntBE(body.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, body]).toString("latin1");
}

/** What a client begins with. */
export const beginning = PREFACE + frame(TYPE.settings, 0, 0);

/** RFC 7541 §6.2.2: a literal field that is not indexed, its name new. */
export function block(fields: readonly (readonly [string, string])[]): string {
  return fields.map(([name, value]) => `\x00${text(name)}${text(value)}`).join("");
}

/** RFC 7541 §5.2, with a length of seven bits and more. */
function text(value: string): string {
  const bytes: number[] = [];
  let rest = value.length;
  if (rest < 127) bytes.push(rest);
  else {
    bytes.push(127);
    for (rest -= 127; rest >= 128; rest >>= 7) bytes.push((rest & 127) | 128);
    bytes.push(rest);
  }
  return Buffer.from(bytes).toString("latin1") + value;
}

/** A head; without a body unless `flags` say otherwise. */
export function headers(
  stream: number,
  fields: readonly (readonly [string, string])[],
  flags = END_STREAM | END_HEADERS,
): string {
  return frame(TYPE.headers, flags, stream, block(fields));
}

/** A GET with what every request has. */
export const get = (stream: number, path = "/") =>
  headers(stream, [
    [":method", "GET"],
    [":scheme", "http"],
    [":authority", "localhost"],
    [":path", path],
  ]);

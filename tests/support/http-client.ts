/**
 * Reads HTTP/1.1 answers from a client, strictly: what a client could misread is an error here. Written
 * without a look at the framework's own code, so that both sides cannot share a mistake.
 */

import assert from "node:assert/strict";

export interface Answer {
  /** Without its CR LF, e.g. "HTTP/1.1 200 OK". */
  readonly statusLine: string;
  readonly status: number;
  /** As they came, in order. */
  readonly fields: readonly (readonly [string, string])[];
  /** One latin1 character for each byte. */
  readonly body: string;
  readonly bytes: Buffer;
  /** The body as UTF-8. */
  readonly text: string;
  /** The sizes of its chunks; null when it was not chunked. */
  readonly chunks: readonly number[] | null;
  /** The one value of a field; null if there is none. Errors: there are several. */
  field(name: string): string | null;
}

/** Where the bytes come from: a RawClient, or a text that has come already. */
export interface ByteReader {
  readUntil(wanted: string): Promise<string>;
  read(count: number): Promise<string>;
  readAll(): Promise<string>;
}

type Fields = [string, string][];

function fieldOf(fields: Fields, name: string): string | null {
  const values = fields.filter(([given]) => given.toLowerCase() === name).map(([, value]) => value);
  assert.ok(values.length <= 1, `${values.length} fields ${name}: ${values.join(" | ")}`);
  return values[0] ?? null;
}

function parseHead(head: string): { statusLine: string; status: number; fields: Fields } {
  const [statusLine = "", ...lines] = head.slice(0, -4).split("\r\n");
  const status = /^HTTP\/1\.1 (\d{3}) [\x20-\x7e]+$/.exec(statusLine)?.[1];
  assert.ok(status !== undefined, `not a status line: ${JSON.stringify(statusLine)}`);
  const fields = lines.map((line): [string, string] => {
    const match = /^([!-9;-~]+): ([\t\x20-\x7e\x80-\xff]*)$/.exec(line);
    assert.ok(match !== null, `not a field line: ${JSON.stringify(line)}`);
    return [match[1] as string, match[2] as string];
  });
  return { statusLine, status: Number(status), fields };
}

async function readChunks(client: ByteReader, sizes: number[]): Promise<string> {
  let body = "";
  for (;;) {
    const line = await client.readUntil("\r\n");
    assert.match(line, /^[\da-f]+\r\n$/, "the size line of a chunk");
    const size = Number.parseInt(line, 16);
    const data = await client.read(size + 2);
    assert.equal(data.slice(size), "\r\n", "the end of a chunk");
    if (size === 0) return body;
    sizes.push(size);
    body += data.slice(0, size);
  }
}

/** The next answer. `method` is that of the request: the answer to HEAD has no body. */
export async function readAnswer(client: ByteReader, method = "GET"): Promise<Answer> {
  const { statusLine, status, fields } = parseHead(await client.readUntil("\r\n\r\n"));
  const length = fieldOf(fields, "content-length");
  const coding = fieldOf(fields, "transfer-encoding");
  assert.ok(length === null || coding === null, "content-length and transfer-encoding in one answer");
  const sizes: number[] = [];
  let body = "";
  if (method !== "HEAD" && status >= 200 && status !== 204 && status !== 304) {
    if (coding === "chunked") body = await readChunks(client, sizes);
    else if (length !== null) body = await client.read(Number(length));
    else body = await client.readAll();
  }
  const bytes = Buffer.from(body, "latin1");
  return {
    statusLine,
    status,
    fields,
    body,
    bytes,
    text: bytes.toString("utf8"),
    chunks: coding === "chunked" ? sizes : null,
    field: (name) => fieldOf(fields, name),
  };
}

/** The next `count` answers. */
export async function readAnswers(client: ByteReader, count: number, method = "GET"): Promise<Answer[]> {
  const answers: Answer[] = [];
  while (answers.length < count) answers.push(await readAnswer(client, method));
  return answers;
}

/** A request with a Host field, and with Content-Length where there is a body. Strings stand for latin1. */
export function request(
  line: string,
  fields: Readonly<Record<string, string>> = {},
  body: string | null = null,
): string {
  const all: Record<string, string> = { Host: "test", ...fields };
  if (body !== null && !("Transfer-Encoding" in fields)) all["Content-Length"] = String(body.length);
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${line} HTTP/1.1\r\n${lines.join("")}\r\n${body ?? ""}`;
}

/** The same answers with every Date the same: what is left must not differ from run to run. */
export function withoutDates(answers: string): string {
  return answers.replaceAll(/^date: [^\r]*\r\n/gim, "date: (now)\r\n");
}

/** What cannot become a request is refused at its first wrong byte, and not at the deadline of the head. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { connect as connectTls } from "node:tls";
import fc from "fast-check";
import type { HeadCheck } from "../../day5/src/http/h1/reject-head.ts";
import { rounds } from "../support/fake-clock.ts";
import { readAnswer } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";
import { MemoryServer } from "../support/memory-server.ts";
import { Mutator } from "../support/mutate.ts";
import { naiveHead } from "../support/naive-head.ts";
import { tellBack } from "../support/request-case.ts";
import { requestCases } from "../support/request-cases.ts";
import { runsOn } from "../support/sizes.ts";
import { load, ray, stage } from "../support/stage.ts";

const rejects = await load<{ HeadCheck: typeof HeadCheck }>("http/h1/reject-head.ts");
const decoders =
  await load<typeof import("../../day5/src/http/h1/head-decoder.ts")>("http/h1/head-decoder.ts");

/** What is sent, up to and with the first byte that is wrong; nothing comes behind it. */
const cases: Record<string, readonly [bytes: string, status: string, told: RegExp]> = {
  "a TLS handshake": ["\x16", "400 Bad Request", /TLS handshake.*use http:/],
  "the greeting of SOCKS": ["\x05", "400 Bad Request", /begin with a method/],
  "the greeting of SSH": ["SSH-2.0-OpenSSH_9.6\r", "400 Bad Request", /begin with a method/],
  "the header of the PROXY protocol": ["PROXY TCP4 1", "400 Bad Request", /no protocol version/],
  "the same in its second version": ["\r\n\r\n\0", "400 Bad Request", /begin with a method/],
  // From day 5 on it is spoken.
  ...(stage < 5 && {
    "the preface of HTTP/2": [
      "PRI * HTTP/2.0\r",
      "505 HTTP Version Not Supported",
      /HTTP\/2\.0 is not spoken/,
    ],
  }),
  "a request of HTTP/0.9": ["GET /\r", "400 Bad Request", /no protocol version/],
  "binary junk": ["GET\0", "400 Bad Request", /begin with a method/],
  "white space before the request": [" ", "400 Bad Request", /begin with a method/],
  "a method of 65 characters": ["M".repeat(65), "400 Bad Request", /begin with a method/],
  "a bare LF as the first byte": ["\n", "400 Bad Request", /LF without CR/],
  "a bare LF in a request line": ["GET / HTTP/1.1\n", "400 Bad Request", /LF without CR/],
  "a NUL in a target": ["GET /a\0", "400 Bad Request", /target is malformed/],
  "a byte over 127 in a target": ["GET /\xe9", "400 Bad Request", /target is malformed/],
  "two spaces before a target": ["GET  ", "400 Bad Request", /target is malformed/],
  "a target that is too long": [`GET /${"a".repeat(8 * 1024)}`, "414 URI Too Long", /longer than 8192/],
  "the protocol in lower case": ["GET / h", "400 Bad Request", /no protocol version/],
  "a space behind the version": ["GET / HTTP/1.1 ", "400 Bad Request", /no protocol version/],
  "a bare CR behind the version": ["GET / HTTP/1.1\r\r", "400 Bad Request", /no protocol version/],
  "a folded line": ["GET / HTTP/1.1\r\nHost: a\r\n ", "400 Bad Request", /begins with white space/],
  "a field without a name": ["GET / HTTP/1.1\r\n:", "400 Bad Request", /name is malformed/],
  "a bracket in a name": ["GET / HTTP/1.1\r\nX(", "400 Bad Request", /name is malformed/],
  "a space before a colon": ["GET / HTTP/1.1\r\nX ", "400 Bad Request", /space before the colon/],
  "a line without a colon": ["GET / HTTP/1.1\r\nX\r", "400 Bad Request", /no colon/],
  "a control in a value": [
    "GET / HTTP/1.1\r\nX: a\x01",
    "400 Bad Request",
    /value of field "X" has a control/,
  ],
  "a bare CR in a value": [
    "GET / HTTP/1.1\r\nX: a\rb",
    "400 Bad Request",
    /value of field "X" has a control/,
  ],
  "a bare LF in a value": ["GET / HTTP/1.1\r\nX: a\n", "400 Bad Request", /LF without CR/],
};

for (const [name, [bytes, status, told]] of Object.entries(cases)) {
  test(`I1: ${name} is refused at its first wrong byte and not before it, and the connection closes`, async (t) => {
    const server = await startHttpServer(t, tellBack);
    const client = await server.connect();
    await client.sendSplit(bytes, bytes.length - 1);
    const answer = await readAnswer(client);
    assert.equal(answer.statusLine, `HTTP/1.1 ${status}`);
    assert.match(answer.text, told);
    assert.equal(answer.field("connection"), "close");
    assert.equal(await client.readAll(), "");
    assert.deepEqual(server.log.messages("error"), []);

    const patient = await server.connect();
    patient.send(bytes.slice(0, -1));
    await rounds(4);
    assert.equal(patient.received, "", "what may still become a request is waited for");
    assert.equal(patient.ended, false);
  });
}

test("a TLS client that asks a port of clear text is told at once", async (t) => {
  const server = await startHttpServer(t, tellBack);
  const socket = connectTls({ ...server.address, rejectUnauthorized: false });
  t.after(() => socket.destroy());
  const error = await new Promise<NodeJS.ErrnoException>((resolve) => socket.once("error", resolve));
  assert.match(String(error.code), /^ERR_SSL/, "an answer came, and it is not TLS");
});

test("every row of the tables that is refused for its head gets the same answer byte by byte", async () => {
  const server = new MemoryServer(tellBack);
  const wrong = requestCases.filter(({ open, bytes }) => !open && bytes.length < 120);
  for (const row of wrong) {
    const head = row.bytes.slice(0, row.bytes.indexOf("\r\n\r\n") + 4);
    if (naiveHead(head.replace(/^(?:\r\n)+/, "")) !== null) continue;
    const status = (sent: string) => sent.split("\r\n", 1)[0];
    const whole = await server.exchange(row.bytes);
    const dripped = await server.exchange(...row.bytes);
    assert.equal(status(dripped.sent), status(whole.sent), row.name);
  }
});

/** The code of what is wrong with `text`, given in pieces of `size`; null: nothing. */
function codeOf(text: string, size: number): string | null {
  const check = new rejects.HeadCheck({ ...ray.defaultLimits, maxTargetBytes: 100 });
  try {
    for (let at = 0; at < text.length; at += size) check.look(text.slice(at, at + size));
    return null;
  } catch (error) {
    assert.ok(error instanceof ray.HttpError);
    return `${error.status} ${error.code} ${error.message}`;
  }
}

test("the check of what has come finds a fault exactly where the grammar does, however it is cut", () => {
  const heads = [
    "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST /a?b=c HTTP/1.0\r\nX-A:\r\nB: \tc\xff \r\nContent-Length: 5\r\n\r\n",
  ];
  let refused = 0;
  const property = fc.property(
    fc.constantFrom(...heads),
    fc.nat(),
    fc.integer({ min: 1, max: 9 }),
    (head, seed, size) => {
      const text = new Mutator(seed).mutate(head);
      const end = text.indexOf("\r\n\r\n");
      if (end < 0 || text.startsWith("\r\n")) return;
      const whole = text.slice(0, end + 4);
      const code = codeOf(whole, whole.length);
      // Another major version is good grammar, and refused all the same.
      const isSound = naiveHead(whole.replace(/ HTTP\/\d\.(\d)\r\n/, " HTTP/1.$1\r\n")) !== null;
      assert.equal(code === null || code.startsWith("505"), isSound, JSON.stringify(whole));
      assert.equal(codeOf(whole, size), code, "in pieces as in one");
      if (code !== null) refused += 1;
    },
  );
  fc.assert(property, { seed: 1, numRuns: runsOn(2, 3_000) });
  assert.ok(refused > runsOn(2, 1_000), `only ${refused} of them were wrong`);
});

test("a head that drips in costs linear time: each byte is made into text once", () => {
  const bytes = Buffer.from(`GET / HTTP/1.1\r\nX: ${"a".repeat(8_000)}\r\nY: ${"b".repeat(8_000)}`, "latin1");
  let made = 0;
  bytes.toString = (encoding, start = 0, end = 0) => {
    made += end - start;
    return Buffer.prototype.toString.call(bytes, encoding, start, end);
  };
  const input = new ray.ReadBuffer();
  input.bytes = bytes;
  const decoder = new decoders.HeadDecoder(ray.defaultLimits);
  for (input.end = 1; input.end < bytes.length; input.end += 1) assert.equal(decoder.decode(input), null);
  assert.ok(made < 2 * bytes.length, `${made} bytes for ${bytes.length} that came`);
});

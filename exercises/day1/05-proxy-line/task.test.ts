/** ProxyLine: one line, to the letter, and what follows is left for the next decoder. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { LineCodec, ReadBuffer } from "../../../day1/src/net.ts";
import { visible } from "../../../tests/support/bytes.ts";
import { connPair } from "../../../tests/support/conn-pair.ts";
import { answer, ours } from "../../answer.ts";

const { ProxyLine, ProxyLineError } = await answer<typeof import("./solution.ts")>(
  import.meta.url,
  "ProxyLine",
  "ProxyLineError",
);

/** What the decoder says at the last of the pieces. */
function decode(...pieces: string[]) {
  const input = new ReadBuffer();
  const decoder = new ProxyLine();
  for (const piece of pieces.slice(0, -1)) {
    input.append(Buffer.from(piece));
    assert.equal(decoder.decode(input), null, `after ${visible(piece)}`);
  }
  input.append(Buffer.from(pieces.at(-1) as string));
  return decoder.decode(input);
}

test("it reads addresses of both kinds, and the unknown one", () => {
  assert.deepEqual(decode("PROXY TCP4 203.0.113.7 198.51.100.1 51234 80\r\n"), {
    host: "203.0.113.7",
    port: 51_234,
  });
  assert.deepEqual(decode("PROXY TCP6 2001:db8::7 2001:db8::1 65535 80\r\n"), {
    host: "2001:db8::7",
    port: 65_535,
  });
  assert.equal(decode("PROXY UNKNOWN\r\n"), "unknown");
  assert.equal(decode("PROXY UNKNOWN and anything else\r\n"), "unknown");
});

test("I2: a line that is cut anywhere is read all the same", () => {
  const line = "PROXY TCP4 203.0.113.7 198.51.100.1 51234 80\r\n";
  for (let at = 1; at < line.length; at += 1)
    assert.deepEqual(decode(line.slice(0, at), line.slice(at)), { host: "203.0.113.7", port: 51_234 });
});

test("I2: what follows the line is left for the next decoder", async (t) => {
  const { conn, client } = await connPair(t);
  client.send("PROXY TCP4 203.0.113.7 198.51.100.1 51234 80\r\nhello\n");
  client.end();
  assert.deepEqual(await conn.readFrame<unknown>(ours(new ProxyLine())), {
    host: "203.0.113.7",
    port: 51_234,
  });
  assert.equal(String(await conn.readFrame<Buffer>(ours(new LineCodec()))), "hello");
});

for (const line of [
  "PROXY TCP4 203.0.113.7 198.51.100.1 51234 80\n",
  "proxy TCP4 203.0.113.7 198.51.100.1 51234 80\r\n",
  "PROXY TCP4 2001:db8::7 198.51.100.1 51234 80\r\n",
  "PROXY TCP6 203.0.113.7 2001:db8::1 51234 80\r\n",
  "PROXY TCP4 203.0.113.7 198.51.100.1 70000 80\r\n",
  "PROXY TCP4 203.0.113.7 198.51.100.1 51234\r\n",
  "GET / HTTP/1.1\r\n",
]) {
  test(`I3: ${visible(line)} is refused`, () => {
    assert.throws(
      () => decode(line),
      (error) => error instanceof ProxyLineError && error.code === "PROXY_LINE",
    );
  });
}

test("I3: a line without an end is refused at 107 bytes, one that just fits is read", () => {
  const fits = `PROXY UNKNOWN ${"x".repeat(91)}\r\n`;
  assert.equal(fits.length, 107);
  assert.equal(decode(fits), "unknown");
  assert.throws(() => decode(`PROXY UNKNOWN ${"x".repeat(93)}`), ProxyLineError);
  assert.throws(() => decode(`PROXY UNKNOWN ${"x".repeat(92)}\r\n`), ProxyLineError);
});

/** LengthCodec: whole frames out of any pieces, and a bound. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ReadBuffer } from "../../../day1/src/net.ts";
import { connPair } from "../../../tests/support/conn-pair.ts";
import { answer, ours } from "../../answer.ts";

const { LengthCodec, FrameTooLongError } = await answer<typeof import("./solution.ts")>(
  import.meta.url,
  "LengthCodec",
  "FrameTooLongError",
);

/** All frames that come out when the pieces come in, one after the other. */
function decodeAll(pieces: readonly Buffer[]): string[] {
  const codec = new LengthCodec();
  const input = new ReadBuffer();
  const frames: string[] = [];
  for (const piece of pieces) {
    input.append(piece);
    for (let frame = codec.decode(input); frame !== null; frame = codec.decode(input))
      frames.push(frame.toString("latin1"));
  }
  return frames;
}

const WIRE = Buffer.from("\0\0\0\x05hello\0\0\0\0\0\0\x01\x02two\nlines".padEnd(276, "."), "latin1");
const FRAMES = ["hello", "", "two\nlines".padEnd(258, ".")];

test("I2: frames that come in one piece come out one by one, without their lengths", () => {
  assert.deepEqual(decodeAll([WIRE]), FRAMES);
});

test("I2: a frame that is cut anywhere comes back whole", () => {
  for (let at = 1; at < WIRE.length; at += 1)
    assert.deepEqual(decodeAll([WIRE.subarray(0, at), WIRE.subarray(at)]), FRAMES, `cut at ${at}`);
});

test("the longest frame passes; a longer one is refused before its bytes have come", () => {
  const longest = Buffer.concat([Buffer.of(0, 1, 0, 0), Buffer.alloc(65_536, "x")]);
  assert.deepEqual(
    decodeAll([longest]).map((frame) => frame.length),
    [65_536],
  );
  const refused = (error: unknown) => error instanceof FrameTooLongError && error.code === "FRAME_TOO_LONG";
  assert.throws(() => decodeAll([Buffer.of(0, 1, 0, 1)]), refused);
  assert.throws(() => decodeAll([Buffer.of(255, 255, 255, 255)]), refused);
});

test("what encode writes, decode reads, over a real connection", async (t) => {
  const { conn, client } = await connPair(t);
  const codec = new LengthCodec();
  conn.writeFrame(Buffer.from("to the client"), ours(codec));
  assert.equal(await client.read(17), "\0\0\0\x0dto the client");
  client.send("\0\0\0\x0dto the server");
  const frame = await conn.readFrame<Buffer>(ours(codec));
  assert.equal(frame?.toString("latin1"), "to the server");
});

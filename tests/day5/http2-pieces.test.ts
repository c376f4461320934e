/**
 * What a client sends in one packet comes in pieces to a session of Node whose library is old: none of them may end the
 * process (CVE-2026-27135), or make it go on with memory that it has given back.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import {
  ACK,
  beginning,
  block,
  END_HEADERS,
  END_STREAM,
  frame,
  get,
  headers,
  readUntil,
  TYPE,
} from "../support/h2-frames.ts";
import { startHttpServer } from "../support/http-server.ts";
import { Mutator } from "../support/mutate.ts";
import { load, ray } from "../support/stage.ts";

const { WholeFrames, needsWholeFrames } =
  await load<typeof import("../../day5/src/http/h2/whole-frames.ts")>("http/h2/whole-frames.ts");

const PRIORITY = 2;
const PUSH_PROMISE = 5;
const [PADDED, HAS_PRIORITY] = [0x8, 0x20];
const goaway = (code: number) => frame(TYPE.goaway, 0, 0, `\0\0\0\0\0\0\0${String.fromCharCode(code)}`);

/** Frames whose size is none that their type can have (RFC 9113 §6). */
const WRONG_SIZE: Readonly<Record<string, string>> = {
  "PING of 7 bytes": frame(TYPE.ping, 0, 0, "1234567"),
  "RST_STREAM of 3 bytes": frame(TYPE.reset, 0, 1, "\0\0\0"),
  "WINDOW_UPDATE of 5 bytes": frame(TYPE.window, 0, 0, "\0\0\0\0\x01"),
  "SETTINGS of 5 bytes": frame(TYPE.settings, 0, 0, "\0\x04\0\0\x01"),
  "SETTINGS that acknowledge, with a payload": frame(TYPE.settings, ACK, 0, "\0\x04\0\0\0\x01"),
  "PRIORITY of 4 bytes": frame(PRIORITY, 0, 1, "\0\0\0\0"),
  "GOAWAY of 7 bytes": frame(TYPE.goaway, 0, 0, "\0\0\0\0\0\0\0"),
  "HEADERS too short for their priority": frame(TYPE.headers, END_HEADERS | HAS_PRIORITY, 3, "\0\0\0\0"),
  "HEADERS too short for their padding": frame(TYPE.headers, END_HEADERS | PADDED, 3),
  "a frame that is too long": `\0\x40\x01\0\0\0\0\0\x01${"x".repeat(16_385)}`,
  PUSH_PROMISE: frame(PUSH_PROMISE, END_HEADERS, 1, "\0\0\0"),
};

/** Frames that end a session, or begin its end. */
const LAST: Readonly<Record<string, string>> = {
  "GOAWAY without an error": goaway(0),
  "GOAWAY with an error": goaway(2),
  "a head that cannot be unpacked": frame(TYPE.headers, END_STREAM | END_HEADERS, 3, "\x80\xff\xff"),
  "DATA on no stream": frame(TYPE.data, 0, 0, "x"),
  "a window that is too large": frame(TYPE.window, 0, 0, "\x7f\xff\xff\xff").repeat(2),
  "a window of nothing": frame(TYPE.window, 0, 0, "\0\0\0\0"),
  "a setting that cannot be": frame(TYPE.settings, 0, 0, "\0\x02\0\0\0\x07"),
  "a stream of the server's": headers(2, [[":method", "GET"]]),
  "a CONTINUATION of nothing": frame(TYPE.more, END_HEADERS, 1),
  "DATA on a stream that has ended": frame(TYPE.data, 0, 1, "x"),
  "a reset of a stream that never was": frame(TYPE.reset, 0, 9, "\0\0\0\x08"),
  "settings that are taken twice": frame(TYPE.settings, ACK, 0).repeat(2),
  "an answer to no PING": frame(TYPE.ping, ACK, 0, "12345678"),
  "a PING on a stream": frame(TYPE.ping, 0, 1, "12345678"),
};

for (const [last, end] of Object.entries(LAST))
  test(`behind ${last}, in the same packet, a frame of a wrong size ends the connection and not the process`, async (t) => {
    const server = await startHttpServer(t, (c) => c.string("fine"));
    for (const wrong of Object.values(WRONG_SIZE)) {
      const client = await server.connect();
      client.socket.on("error", () => {});
      client.send(beginning + get(1) + end + wrong + wrong + get(5));
      client.end();
      await server.clock.passUntil(client.closed, "the end of the connection");
    }
    const good = await server.connect();
    good.send(beginning + get(1));
    assert.equal((await readUntil(good, TYPE.data)).payload.toString(), "fine");
  });

test("behind each of them, in the same packet, a stream that is opened and has DATA does not end the process", async (t) => {
  const server = await startHttpServer(t, (c) => c.string("fine"));
  const post = (stream: number) =>
    headers(
      stream,
      [
        [":method", "POST"],
        [":scheme", "http"],
        [":authority", "localhost"],
        [":path", "/"],
      ],
      END_HEADERS,
    );
  for (const [last, end] of Object.entries(LAST))
    for (const [begun, rest] of [
      [beginning + end, ""],
      [beginning + post(1) + end, ""],
      [beginning + post(1), end],
    ] as const) {
      const client = await server.connect();
      client.socket.on("error", () => {});
      client.send(begun + (rest === "" ? post(5) + frame(TYPE.data, 0, 5, "x") : ""));
      if (rest !== "") {
        await rounds(2);
        client.send(rest + post(5) + frame(TYPE.data, 0, 5, "x"));
      }
      client.end();
      await server.clock.passUntil(client.closed, `the end of the connection behind ${last}`);
    }
  const good = await server.connect();
  good.send(beginning + get(1));
  assert.equal((await readUntil(good, TYPE.data)).payload.toString(), "fine");
});

for (const together of [true, false])
  test(`behind a GOAWAY of the client what is open is served, and no new stream is, ${together ? "in the same packet" : "later"}`, async (t) => {
    const go = gate();
    const asked: string[] = [];
    const server = await startHttpServer(t, async (c) => {
      asked.push(c.path);
      await go.promise;
      return c.string(`did ${c.path}`);
    });
    const client = await server.connect();
    client.send(beginning + get(1, "/slow") + goaway(0) + (together ? get(3, "/late") : ""));
    await rounds(3);
    if (!together) client.send(get(3, "/late"));
    await rounds(3);
    go.open();
    const data = await readUntil(client, TYPE.data);
    assert.deepEqual([data.stream, data.payload.toString(), asked], [1, "did /slow", ["/slow"]]);
    client.end();
    await server.clock.passUntil(client.closed, "the end of the connection");
  });

/** Cut by the book: the sizes of RFC 9113 §6 once more, one frame at a time, in a string. */
function cut(bytes: string): string[] {
  const pieces: string[] = [];
  const wrong = new Set(Object.values(WRONG_SIZE).map((one) => one.slice(0, 9)));
  let piece = bytes.slice(0, 24);
  let hasHead = false;
  let rest = bytes.slice(24);
  while (rest !== "") {
    const length = Buffer.from(rest, "latin1").readUIntBE(0, 3);
    const one = rest.slice(0, 9 + (length > 16_384 ? 0 : length));
    rest = rest.slice(9 + length);
    const type = one.charCodeAt(3);
    const isAlone = wrong.has(one.slice(0, 9)) || type === TYPE.goaway;
    const isBehindHead = type === TYPE.data && hasHead;
    if ((isAlone || isBehindHead) && piece !== "") {
      pieces.push(piece);
      piece = "";
      hasHead = false;
    }
    if (isAlone) pieces.push(one);
    else piece += one;
    hasHead ||= type === TYPE.headers && !isAlone;
  }
  return piece === "" ? pieces : [...pieces, piece];
}

test("frames go together, but one of a wrong size and a GOAWAY go alone, and DATA not with a head before it; however they are cut, all arrive", () => {
  const random = new Mutator(11);
  const one = (from: Readonly<Record<string, string>>) =>
    Object.values(from)[random.below(Object.keys(from).length)] as string;
  for (let run = 0; run < 300; run += 1) {
    let bytes = beginning;
    for (let count = random.below(6); count > 0; count -= 1)
      bytes += [get(1), one(LAST), frame(TYPE.data, 0, 1, "x".repeat(random.below(900))), goaway(0)][
        random.below(4)
      ] as string;
    // One that is too long would be read on as frames: nothing behind it matters, so it is the last.
    const { "a frame that is too long": _, ...others } = WRONG_SIZE;
    if (random.below(2) === 0) bytes += one(others);
    const all = Buffer.from(bytes, "latin1");
    const frames = new WholeFrames();
    const input = new ray.ReadBuffer();
    input.append(all);
    const whole: string[] = [];
    for (let piece = frames.decode(input); piece !== null; piece = frames.decode(input))
      whole.push(piece.toString("latin1"));
    assert.deepEqual(whole, cut(bytes), `run ${run}`);
    const slow = new WholeFrames();
    const drips = new ray.ReadBuffer();
    let came = "";
    for (let at = 0; at < all.length; at += 1) {
      drips.append(all.subarray(at, at + 1));
      for (let piece = slow.decode(drips); piece !== null; piece = slow.decode(drips))
        came += piece.toString("latin1");
    }
    assert.equal(came, bytes, `run ${run}, byte by byte`);
  }
});

test("a GOAWAY is one only where it is one: on stream 0, of its size, and not in the middle of a head", () => {
  const told = (bytes: string) => {
    const frames = new WholeFrames();
    const input = new ray.ReadBuffer();
    input.append(Buffer.from(beginning + bytes, "latin1"));
    let isGoaway = false;
    while (frames.decode(input) !== null) isGoaway ||= frames.isGoaway;
    return isGoaway;
  };
  assert.equal(told(get(1) + goaway(0)), true);
  assert.equal(told(frame(TYPE.goaway, 0, 1, "\0\0\0\0\0\0\0\0")), false);
  assert.equal(told(frame(TYPE.goaway, 0, 0, "\0\0\0\0\0\0\0")), false);
  assert.equal(told(headers(1, [[":method", "GET"]], 0) + goaway(0)), false);
  assert.equal(
    told(headers(1, [[":method", "GET"]], 0) + frame(TYPE.more, END_HEADERS, 1, block([])) + goaway(0)),
    true,
  );
});

test("which Node needs it is told by its version and by that of its nghttp2", () => {
  const needs = (node: string, nghttp2: string) => needsWholeFrames({ ...process.versions, node, nghttp2 });
  assert.deepEqual(
    ["1.61.0", "1.68.0", "1.68.1", "1.70.0", "2.0.0"].map((nghttp2) => needs("24.18.0", nghttp2)),
    [true, true, false, false, false],
  );
  assert.deepEqual(
    ["20.20.2", "22.23.3", "24.0.0", "26.10.0"].map((node) => needs(node, "1.69.0")),
    [true, true, false, false],
  );
});

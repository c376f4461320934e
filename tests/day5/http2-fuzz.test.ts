/**
 * Frames in any order, cut, repeated and spoilt: whatever a client of HTTP/2 sends ends its connection at most, and never
 * the process. The sessions of Node tell their errors in many places, and one that is not heard would end it.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import * as ws from "ws";
import { rounds } from "../support/fake-clock.ts";
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

const { webSocket } = await load<typeof import("../../day5/src/ws/index.ts")>("ws/index.ts");
const { withTrailers } = await load<typeof import("../../day5/src/stream/index.ts")>("stream/index.ts");

const SEED = Number(process.env.FUZZ_SEED ?? 7);
const RUNS = Number(process.env.FUZZ_RUNS ?? 300);

const POST = [
  [":method", "POST"],
  [":scheme", "http"],
  [":authority", "localhost"],
] as const;

/** RFC 8441: what asks for a WebSocket. */
const connectTo = (path: string) =>
  [
    [":method", "CONNECT"],
    [":protocol", "websocket"],
    [":scheme", "http"],
    [":authority", "localhost"],
    [":path", path],
    ["sec-websocket-version", "13"],
  ] as const;

/** Fields behind a body: good ones, those that may not stand there, too many. */
function trailers(stream: number, pick: (most: number) => number): string {
  const fields = [
    ["x-a", "1"],
    ["x-a", "x".repeat(9_000)],
    [":path", "/"],
    ["content-length", "3"],
    ["connection", "close"],
    ["x-a", "\0"],
  ] as const;
  const flags = pick(6) === 0 ? END_HEADERS : END_STREAM | END_HEADERS;
  return frame(
    TYPE.headers,
    flags,
    stream,
    block([fields[pick(fields.length)] as readonly [string, string]]),
  );
}

/** A frame of RFC 6455 with a mask of zeros, of any kind; now and then without its mask, or cut. */
function said(pick: (most: number) => number): string {
  const text = "quit".repeat(pick(30));
  const [first, mask] = [pick(2) * 0x80 + pick(11), pick(5) === 0 ? 0 : 0x80];
  const bytes = String.fromCharCode(first, mask + text.length) + (mask === 0 ? "" : "\0\0\0\0") + text;
  return bytes.slice(0, bytes.length - pick(2) * pick(3));
}

/** One frame, or a few, of any kind; `pick` decides all of it. */
function anything(pick: (most: number) => number): string {
  const stream = 1 + 2 * pick(6);
  const path = ["/", "/echo", "/stream", "/slow", "/none", "/throw", "/trailed", "/early"][pick(8)] as string;
  const bytes = "x".repeat(pick(3) * 700);
  const kinds: readonly (() => string)[] = [
    () => get(stream, path),
    () => headers(stream, [...POST, [":path", path]], END_HEADERS),
    () => frame(TYPE.data, pick(2) * END_STREAM, stream, bytes),
    () => frame(TYPE.data, 0, stream).repeat(pick(150)),
    () => frame(TYPE.reset, 0, stream, "\0\0\0\x08"),
    () => get(stream, path) + frame(TYPE.reset, 0, stream, "\0\0\0\x08"),
    () => frame(TYPE.window, 0, stream * pick(2), `\0${String.fromCharCode(pick(256))}\0\x01`),
    () => frame(TYPE.window, 0, stream, "\x7f\xff\xff\xff"),
    () => frame(TYPE.settings, pick(2) * ACK, 0),
    () => frame(TYPE.settings, 0, 0, `\0\x04\0\0${String.fromCharCode(pick(256))}\0`),
    () => frame(TYPE.ping, pick(2) * ACK, 0, "12345678"),
    () => frame(TYPE.goaway, 0, 0, "\0\0\0\0\0\0\0\0"),
    () => frame(TYPE.headers, pick(2) * END_STREAM, stream, block([...POST, [":path", path]])),
    () => frame(TYPE.more, pick(2) * END_HEADERS, stream, block([["x-a", bytes]])),
    () => frame(TYPE.headers, END_STREAM | END_HEADERS, stream, "\x80\xff\xff"),
    () => frame(pick(256), pick(256), stream * pick(2), bytes),
    () => trailers(stream, pick),
    () => headers(stream, [...POST, [":path", path]], END_HEADERS) + trailers(stream, pick),
    () => headers(stream, connectTo(["/talk", "/once", path][pick(3)] as string), pick(9) && END_HEADERS),
    () => headers(stream, connectTo("/talk"), END_HEADERS) + frame(TYPE.data, 0, stream, said(pick)),
    () => headers(stream, connectTo("/talk"), END_HEADERS) + frame(TYPE.reset, 0, stream, "\0\0\0\x08"),
    () => headers(stream, connectTo("/talk"), END_HEADERS) + trailers(stream, pick),
    () => frame(TYPE.data, pick(2) * END_STREAM, stream, said(pick)),
  ];
  return (kinds[pick(kinds.length)] as () => string)();
}

/** A few frames; now and then a byte is spoilt, or the end is missing. */
function talk(pick: (most: number) => number): string {
  let bytes = "";
  for (let count = 1 + pick(12); count > 0; count -= 1) bytes += anything(pick);
  if (pick(3) === 0 && bytes !== "") {
    const at = pick(bytes.length);
    bytes = bytes.slice(0, at) + String.fromCharCode(pick(256)) + bytes.slice(at + 1);
  }
  return pick(4) === 0 ? bytes.slice(0, pick(bytes.length)) : bytes;
}

async function* pieces() {
  yield "one";
  await rounds(1);
  yield "two";
}

test(`${RUNS} clients that send anything (seed ${SEED}): the process lives, and serves on`, async (t) => {
  const app = new ray.Router()
    .get("/", (c) => c.string("fine"))
    .get("/slow", async (c) => {
      await rounds(3);
      return c.string("slow");
    })
    .get("/stream", (c) => c.stream([Buffer.alloc(100_000), "x"] as unknown as AsyncIterable<string>))
    .get("/throw", () => {
      throw new Error("as it does");
    })
    .get("/trailed", (c) => c.stream(withTrailers(c, pieces(), { "x-sum": () => "1" })))
    .get("/talk", (c) => talked(c))
    .get("/once", (c) => once(c))
    .post("/early", (c) => c.string("early"))
    .post("/trailed", (c) =>
      c.stream(withTrailers(c, c.req.stream(), { "x-a": () => c.req.trailers?.get("x-a") ?? null })),
    )
    .post("/echo", async (c) => c.bytes(await c.req.bytes()))
    .post("/stream", (c) => c.stream(c.req.stream()));
  const server = await startHttpServer(t, app);
  const reactor = new ray.LoopReactor({ clock: server.clock });
  const talked = webSocket(
    async (socket) => {
      for await (const message of socket) await socket.send(message);
    },
    { ws, reactor, maxMessageBytes: 100 },
  );
  const once = webSocket((socket) => void socket.send("once"), { ws, reactor });
  const random = new Mutator(SEED);
  const pick = (most: number) => random.below(most);
  for (let run = 0; run < RUNS; run += 1) {
    const client = await server.connect();
    client.socket.on("error", () => {});
    const bytes = beginning + talk(pick);
    await client.sendSplit(bytes, pick(3) === 0 ? pick(bytes.length) : 0);
    await rounds(2);
    // In order, with a reset, or it stays and is let go of by the stop.
    const end = pick(3);
    if (end === 0) client.end();
    else if (end === 1) client.reset();
    if (run % 25 === 0) {
      const good = await server.connect();
      good.send(beginning + get(1));
      assert.equal((await readUntil(good, TYPE.data)).payload.toString(), "fine", `behind run ${run}`);
      good.end();
    }
  }
  const { forced } = await server.clock.passUntil(server.server.shutdown({ deadlineMs: 60_000 }), "the stop");
  // Who has broken the protocol in the middle of a body, and stays, may be left to the deadline.
  assert.ok(forced <= RUNS / 20, `${forced} of ${RUNS} were held until the deadline`);
});

/** HTTP/2 in bytes: how it begins, what is refused, what floods are answered with, its deadlines, and its end. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { Readable } from "node:stream";
import { type TestContext, test } from "node:test";
import { connect as connectTls } from "node:tls";
import { fileURLToPath } from "node:url";
import type { App, ListenOptions } from "../../day5/src/index.ts";
import { Child } from "../support/child.ts";
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
  goawayOf,
  headers,
  readFrame,
  readUntil,
  TYPE,
} from "../support/h2-frames.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttp1Server } from "../support/http-server.ts";
import type { RawClient } from "../support/raw-client.ts";
import { ray } from "../support/stage.ts";
import { toldStream } from "../support/told-streams.ts";
import { within } from "../support/within.ts";

const hello: App = (c) => c.string(`hello ${c.req.version}`);
const file = (name: string) => fileURLToPath(new URL(`../support/tls/${name}.pem`, import.meta.url));

async function start(t: TestContext, app: App = hello, options: ListenOptions = {}) {
  const server = await startHttp1Server(t, ray.toEndpoint(app), options);
  const begin = async (bytes = "") => {
    const client = await server.connect();
    client.send(beginning + bytes);
    return client;
  };
  return { ...server, begin };
}

/** The text of the next DATA frame. */
const dataOf = async (client: RawClient) => (await readUntil(client, TYPE.data)).payload.toString();

/** RFC 9113 §7. */
const CODE = { none: 0, protocol: 1, calm: 11, cancel: 8, refused: 7, settings: 3 } as const;

/** Answers what a client must: settings with an acknowledgement. */
const acknowledge = (client: RawClient) => client.send(frame(TYPE.settings, ACK, 0));

test("the preface means HTTP/2, however it is cut; anything else is HTTP/1.1, as before (seed 004.32)", async (t) => {
  const { connect, begin } = await start(t);
  assert.equal(await dataOf(await begin(get(1))), "hello 2");
  const bytes = beginning + get(1);
  for (let at = 1; at < 40; at += 1) {
    const client = await connect();
    await client.sendSplit(bytes, at);
    assert.equal(await dataOf(client), "hello 2", `cut at ${at}`);
  }
  const dripped = await connect();
  for (const byte of bytes) {
    dripped.send(byte);
    await rounds();
  }
  assert.equal(await dataOf(dripped), "hello 2");
  for (const line of ["GET /", "PRI /", "P /", "PROPFIND /"]) {
    const client = await connect();
    client.send(request(line));
    assert.equal((await readAnswer(client)).text, "hello 1.1", line);
  }
});

test("what looks like the preface and is not gets the words of HTTP/1.1, or a GOAWAY", async (t) => {
  const { connect } = await start(t);
  const other = await connect();
  other.send("PRI * HTTP/3.0\r\n\r\n");
  assert.equal((await readAnswer(other)).status, 505);
  const wrong = await connect();
  wrong.send("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n");
  await wrong.closed;
  assert.doesNotMatch(wrong.received, /HTTP\/1/);
  const hello = await connect();
  hello.send("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03");
  const answer = await readAnswer(hello);
  assert.equal(answer.status, 400);
  assert.match(answer.text, /TLS/);
});

test("over TLS, ALPN decides: h2 where it is offered, and no preface without it (seed 004.33)", async (t) => {
  const ca = readFileSync(file("cert"));
  const tls = { cert: file("cert"), key: file("key") };
  const { address } = await start(t, hello, { tls });
  const ask = async (ALPNProtocols: string[], bytes: string) => {
    const socket = connectTls({ ...address, ca, ALPNProtocols });
    t.after(() => socket.destroy());
    await once(socket, "secureConnect");
    socket.write(Buffer.from(bytes, "latin1"));
    let heard = "";
    socket.on("data", (data) => (heard += data.toString("latin1")));
    socket.on("error", () => {});
    while (!/hello|505/.test(heard)) await within(once(socket, "data"), "an answer");
    return [socket.alpnProtocol, /hello [\d.]+|505/.exec(heard)?.[0]];
  };
  assert.deepEqual(await ask(["h2", "http/1.1"], beginning + get(1)), ["h2", "hello 2"]);
  assert.deepEqual(await ask(["http/1.1"], request("GET /")), ["http/1.1", "hello 1.1"]);
  assert.deepEqual(await ask([], request("GET /")), [false, "hello 1.1"]);
  assert.deepEqual(await ask(["http/1.1"], beginning), ["http/1.1", "505"]);
});

const USUAL = [
  [":method", "GET"],
  [":scheme", "http"],
  [":path", "/"],
  [":authority", "localhost"],
] as const;

/** The usual head with some fields changed; null takes one away. */
function head(changes: Record<string, string | null>): [string, string][] {
  const fields = new Map<string, string | null>([...USUAL]);
  for (const [name, value] of Object.entries(changes)) fields.set(name, value);
  return [...fields].filter((field): field is [string, string] => field[1] !== null);
}

for (const [why, changes, status] of [
  ["another Host than the :authority", { host: "evil.example" }, "400"],
  ["a user in front of the host", { ":authority": "me@localhost" }, "400"],
  ["CONNECT", { ":method": "CONNECT", ":scheme": null, ":path": null }, "501"],
  ["a target that is too long", { ":path": `/${"x".repeat(9_000)}` }, "414"],
  ["a head that is too large", { "x-a": "x".repeat(9_000), "x-b": "x".repeat(9_000) }, "431"],
  ["too many fields", Object.fromEntries(Array.from({ length: 130 }, (_, n) => [`x-${n}`, "1"])), "431"],
  ["the same host twice", { host: "LOCALHOST" }, "200"],
  ["only a Host field", { ":authority": null, host: "localhost" }, "200"],
] as const) {
  test(`a request with ${why} gets ${status}`, async (t) => {
    const { begin } = await start(t);
    const fields = head(changes);
    const parts = block(fields);
    // Frames of at most 16 KiB, which is what the server takes (RFC 9113 §4.2).
    const first = frame(
      TYPE.headers,
      parts.length > 16_000 ? END_STREAM : END_STREAM | END_HEADERS,
      1,
      parts.slice(0, 16_000),
    );
    const rest = parts.length > 16_000 ? frame(TYPE.more, END_HEADERS, 1, parts.slice(16_000)) : "";
    const client = await begin(first + rest);
    // HPACK: a status of the static table is one byte, any other a literal.
    const { type, payload } = await readUntil(client, TYPE.headers, TYPE.reset);
    // RFC 9113 §8.3.1 forbids it, and the newer libraries of Node refuse it by themselves.
    if (type === TYPE.reset && why === "a user in front of the host") {
      assert.equal(payload.readUInt32BE(), CODE.protocol);
      return;
    }
    const indexed: Record<number, string> = { 136: "200", 140: "400" };
    assert.equal(indexed[payload[0] as number] ?? statusOf(payload), status);
  });
}

/** RFC 7541 §6.2: the name by its index, the value as it is, or in the code of Huffman for digits. */
function statusOf(payload: Buffer): string {
  const length = (payload[1] as number) & 0x7f;
  const bytes = payload.subarray(2, 2 + length);
  if (((payload[1] as number) & 0x80) === 0) return bytes.toString();
  // §B: 0, 1 and 2 have five bits, 3 to 9 six, from 0b011001 on.
  let bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  let text = "";
  while (text.length < 3) {
    const five = Number.parseInt(bits.slice(0, 5), 2);
    text += five <= 2 ? five : Number.parseInt(bits.slice(0, 6), 2) - 0b011001 + 3;
    bits = bits.slice(five <= 2 ? 5 : 6);
  }
  return text;
}

for (const [why, fields] of [
  // What stands here completes "a head with a field …".
  ["about the connection", [...USUAL, ["connection", "close"]]],
  ["that asks for an upgrade", [...USUAL, ["upgrade", "websocket"]]],
  ["of a coding", [...USUAL, ["transfer-encoding", "chunked"]]],
  ["in upper case", [...USUAL, ["X-A", "1"]]],
  [
    "for a path that is none",
    [
      [":method", "GET"],
      [":scheme", "http"],
      [":path", "x"],
      [":authority", "a"],
    ],
  ],
  ["for a host missing", USUAL.slice(0, 3)],
  [
    "for a path missing",
    [
      [":method", "GET"],
      [":scheme", "http"],
      [":authority", "a"],
    ],
  ],
] as const) {
  test(`RFC 9113 §8: a head with a field ${why} is malformed, and its stream is reset`, async (t) => {
    let asked = 0;
    const { begin } = await start(t, () => {
      asked += 1;
      return String(asked);
    });
    const client = await begin(headers(1, fields));
    assert.equal((await readUntil(client, TYPE.reset)).payload.readUInt32BE(), CODE.protocol);
    assert.equal(asked, 0);
    client.send(get(3));
    assert.equal(await dataOf(client), "1", "the connection serves on");
  });
}

test("a stop says so in two steps, and serves what was on its way between them", async (t) => {
  const go = gate();
  const { begin, server } = await start(t, async (c) => {
    if (c.path === "/slow") await go.promise;
    return c.string(`did ${c.path}`);
  });
  const client = await begin(get(1, "/slow"));
  await readUntil(client, TYPE.settings);
  acknowledge(client);
  const stopping = server.shutdown();
  assert.deepEqual(goawayOf(await readUntil(client, TYPE.goaway)), { last: 2 ** 31 - 1, code: 0, why: "" });
  const ping = await readUntil(client, TYPE.ping);
  // It crossed the first GOAWAY.
  client.send(get(3, "/late") + frame(TYPE.ping, ACK, 0, ping.payload));
  const [first, second] = [await next(client), await next(client)];
  const [data, goaway] = first.type === TYPE.data ? [first, second] : [second, first];
  assert.deepEqual([data.payload.toString(), goawayOf(goaway).last], ["did /late", 3]);
  go.open();
  assert.equal(await dataOf(client), "did /slow");
  client.end();
  assert.deepEqual(await stopping, { finished: 1, forced: 0 });
});

/** The next DATA or GOAWAY: in which order they leave is not said. */
async function next(client: RawClient) {
  for (;;) {
    const frame = await readFrame(client);
    if (frame.type === TYPE.data || frame.type === TYPE.goaway) return frame;
  }
}

test("a client that answers no ping has the second step after a second", async (t) => {
  const { begin, server, clock } = await start(t);
  const client = await begin(get(1));
  await dataOf(client);
  const stopping = server.shutdown();
  await readUntil(client, TYPE.goaway);
  await readUntil(client, TYPE.ping);
  await clock.pass(1_000);
  assert.equal(goawayOf(await readUntil(client, TYPE.goaway)).last, 1);
  client.end();
  assert.deepEqual(await stopping, { finished: 1, forced: 0 });
});

test("a stream that does not end is cut off at the deadline, and counted", async (t) => {
  const { begin, server, clock } = await start(t, () => new Promise(() => {}));
  const client = await begin(get(1));
  await readUntil(client, TYPE.settings);
  const stopping = server.shutdown({ deadlineMs: 3_000 });
  await readUntil(client, TYPE.goaway);
  await clock.pass(3_000);
  assert.deepEqual(await stopping, { finished: 0, forced: 1 });
});

test("who opens no stream is sent away when a head would be due, and who opens no more when idle", async (t) => {
  const { begin, clock } = await start(t, hello, { limits: { headTimeoutMs: 100, keepAliveTimeoutMs: 500 } });
  const silent = await begin();
  await readUntil(silent, TYPE.settings);
  await clock.pass(100);
  assert.equal(goawayOf(await readUntil(silent, TYPE.goaway)).code, CODE.none);
  const idle = await begin(get(1));
  await dataOf(idle);
  await clock.pass(400);
  // Pings are no requests.
  idle.send(frame(TYPE.ping, 0, 0, "12345678"));
  await readUntil(idle, TYPE.ping);
  await clock.pass(100);
  assert.equal(goawayOf(await readUntil(idle, TYPE.goaway)).code, CODE.none);
});

test("idleTimeoutMs counts bytes, over HTTP/2 too: a connection on which nothing moves comes to its end", async (t) => {
  const { begin, clock } = await start(t, hello, { idleTimeoutMs: 1_000 });
  const client = await begin(get(1));
  await dataOf(client);
  for (let n = 0; n < 3; n += 1) {
    await clock.pass(800);
    client.send(frame(TYPE.ping, 0, 0, "12345678"));
    await readUntil(client, TYPE.ping);
  }
  await clock.pass(1_300);
  assert.equal(goawayOf(await readUntil(client, TYPE.goaway)).code, CODE.none);
});

test("a client that takes nothing of an answer has its stream reset, and the others go on", async (t) => {
  const { begin, clock } = await start(
    t,
    (c) => (c.path === "/big" ? c.bytes(Buffer.alloc(1_000_000)) : c.string("x")),
    {
      conn: { writeTimeoutMs: 1_000 },
    },
  );
  const client = await begin(get(1, "/big"));
  // The window of a stream is 65,535 bytes, and we give no more.
  for (let left = 65_535; left > 0; ) left -= (await readUntil(client, TYPE.data)).payload.length;
  await clock.pass(1_000);
  assert.equal((await readUntil(client, TYPE.reset)).stream, 1);
  client.send(frame(TYPE.window, 0, 0, "\x00\x01\x00\x00") + get(3));
  assert.equal(await dataOf(client), "x");
});

test("a source may say nothing for as long as it likes: a client that has taken all so far is not cut off", async (t) => {
  const source = toldStream("a node stream", "first");
  const { begin, clock } = await start(t, (c) => c.stream(source.body));
  const client = await begin(get(1));
  assert.equal(await dataOf(client), "first");
  await clock.pass(10 * ray.connDefaults.writeTimeoutMs);
  (source.body as Readable).push("second");
  const next = await readUntil(client, TYPE.data, TYPE.reset, TYPE.goaway);
  assert.equal(next.payload.toString(), "second");
});

test("a client that is gone with a FIN is found out while the source of its answer sleeps", async (t) => {
  const source = toldStream("a node stream", "first");
  const { begin, clock, server } = await start(t, (c) => c.stream(source.body));
  const client = await begin(get(1));
  await dataOf(client);
  await source.waits;
  client.destroy();
  await clock.passUntil(source.ended, "the end of the source");
  assert.ok(clock.now() <= 2 * ray.connDefaults.writeTimeoutMs, `it took ${clock.now()} ms`);
  assert.equal((await server.shutdown()).forced, 0);
});

test("a client that says GOAWAY and closes has left: the signal of its request aborts, and its answer is still sent", async (t) => {
  const asked = gate();
  const { begin } = await start(t, async (c) => {
    asked.open();
    await once(c.signal, "abort");
    return c.string("late");
  });
  const client = await begin(get(1));
  await asked.promise;
  client.send(frame(TYPE.goaway, 0, 0, "\0".repeat(8)));
  client.end();
  assert.equal(await dataOf(client), "late");
});

test("memory stays flat under a client that reads slowly: the source waits for it", async (t) => {
  let made = 0;
  const { begin } = await start(t, (c) =>
    c.stream(
      (async function* () {
        for (; made < 10_000; made += 1) yield Buffer.alloc(16 * 1024);
      })(),
    ),
  );
  const client = await begin(get(1));
  for (let left = 65_535; left > 0; ) left -= (await readUntil(client, TYPE.data)).payload.length;
  await rounds(50);
  assert.ok(made < 20, `${made} pieces were made for a client that has taken four`);
});

test("one connection has so many streams at a time, and the next one is refused", async (t) => {
  const go = gate();
  const { begin } = await start(t, () => go.promise.then(() => "x"), { limits: { maxStreams: 2 } });
  const client = await begin();
  const settings = await readUntil(client, TYPE.settings);
  assert.ok(settings.payload.toString("latin1").includes("\0\x03\0\0\0\x02"), "it was told");
  client.send(get(1) + get(3) + get(5));
  const reset = await readUntil(client, TYPE.reset);
  assert.deepEqual([reset.stream, reset.payload.readUInt32BE()], [5, CODE.refused]);
  go.open();
  assert.equal(await dataOf(client), "x");
  // One that has confirmed the bound and does not keep to it is out of order.
  const broken = await begin();
  await readUntil(broken, TYPE.settings);
  acknowledge(broken);
  broken.send(get(1) + get(3) + get(5));
  assert.notEqual(goawayOf(await readUntil(broken, TYPE.goaway)).code, CODE.none);
});

test("after so many requests the connection comes to its end", async (t) => {
  const { begin } = await start(t, hello, { limits: { maxRequestsPerConnection: 2 } });
  const client = await begin(get(1) + get(3));
  await readUntil(client, TYPE.goaway);
  assert.equal(await dataOf(client), "hello 2");
  assert.equal(await dataOf(client), "hello 2");
});

/** What came, until a GOAWAY; the client goes on sending `more` until then. */
async function flood(client: RawClient, more: (n: number) => string): Promise<{ code: number; why: string }> {
  let n = 0;
  const sending = setInterval(() => {
    let bytes = "";
    for (let end = n + 50; n < end; n += 1) bytes += more(n);
    client.send(bytes);
  }, 1);
  client.socket.on("error", () => {});
  try {
    return goawayOf(await readUntil(client, TYPE.goaway));
  } finally {
    clearInterval(sending);
  }
}

for (const [what, more, code] of [
  ["pings", () => frame(TYPE.ping, 0, 0, "12345678"), CODE.calm],
  ["settings", () => frame(TYPE.settings, 0, 0), CODE.calm],
  [
    "streams that are reset at once",
    (n) => get(2 * n + 3) + frame(TYPE.reset, 0, 2 * n + 3, "\0\0\0\x08"),
    CODE.calm,
  ],
] as readonly (readonly [string, (n: number) => string, number])[]) {
  test(`a flood of ${what} ends the connection with a GOAWAY that says why`, async (t) => {
    const { begin, connect } = await start(t, () => new Promise(() => {}));
    const client = await begin();
    const told = await flood(client, more);
    assert.equal(told.code, code);
    await client.closed;
    const next = await connect();
    next.send("GET");
    assert.equal(next.isClosed, false, "others are served");
  });
}

test("a flood of CONTINUATION frames ends the connection before memory does", async (t) => {
  const { begin } = await start(t);
  const client = await begin(frame(TYPE.headers, 0, 1, block(USUAL)));
  client.socket.on("error", () => {});
  for (let n = 0; n < 100; n += 1)
    client.send(frame(TYPE.more, 0, 1, block([[`x-${n}`, "x".repeat(10_000)]])));
  await client.closed;
});

test("a flood of empty DATA frames ends the connection", async (t) => {
  const { begin } = await start(t, async (c) => c.string(await c.req.text()));
  const fields = head({ ":method": "POST" });
  const client = await begin(headers(1, fields, END_HEADERS));
  client.socket.on("error", () => {});
  for (let n = 0; n < 300; n += 1) client.send(frame(TYPE.data, 0, 1));
  await client.closed;
});

test("a session that fails in the very packet that opens a stream ends alone: the process lives", async (t) => {
  const { begin } = await start(t, async (c) => c.string(await c.req.text()));
  const all = headers(1, head({ ":method": "POST" }), END_HEADERS) + frame(TYPE.data, 0, 1).repeat(300);
  for (let n = 0; n < 20; n += 1) {
    const client = await begin(all);
    client.socket.on("error", () => {});
    await client.closed;
  }
  assert.equal(
    await dataOf(
      await begin(
        headers(1, head({ ":method": "POST", ":path": "/x" }), END_HEADERS) +
          frame(TYPE.data, END_STREAM, 1, "hi"),
      ),
    ),
    "hi",
  );
});

for (const [what, answer, frames] of [
  ["a head alone", (c) => c.status(204).bytes(new Uint8Array()), [TYPE.headers]],
  ["no byte", (c) => c.string(""), [TYPE.headers, TYPE.data]],
  ["a body", (c) => c.string("I know enough", 422), [TYPE.headers, TYPE.data]],
] as readonly (readonly [string, App, number[]])[]) {
  test(`RFC 9113 §8.1: an answer of ${what} before the end of the body comes whole, then the reset`, async (t) => {
    const { begin } = await start(t, answer);
    const body = frame(TYPE.data, 0, 1, "x".repeat(10_000)).repeat(6);
    const client = await begin();
    await readUntil(client, TYPE.settings);
    client.send(headers(1, head({ ":method": "POST" }), END_HEADERS) + body);
    const came: number[] = [];
    let last = -1;
    while (came.at(-1) !== TYPE.reset) {
      const next = await readUntil(client, TYPE.headers, TYPE.data, TYPE.reset);
      came.push(next.type);
      if (next.type === TYPE.reset) last = next.payload.readUInt32BE();
    }
    assert.deepEqual(came, [...frames, TYPE.reset]);
    assert.equal(last, CODE.none);
  });
}

test("an answer that waits behind what its client does not read is not overtaken by its reset", async (t) => {
  const big: App = (c) => (c.path === "/big" ? c.bytes(Buffer.alloc(30_000_000)) : c.status(204).html(""));
  const { connect, clock } = await start(t, big);
  const client = await connect({ reading: false });
  // Windows as large as may be: what holds the answers back is the socket alone.
  const window =
    frame(TYPE.settings, 0, 0, "\x00\x04\x7f\xff\xff\xff") + frame(TYPE.window, 0, 0, "\x70\0\0\0");
  client.send(beginning + window + get(1, "/big"));
  await rounds(200);
  const post = headers(3, head({ ":method": "POST", ":path": "/none" }), END_HEADERS);
  client.send(post + frame(TYPE.data, 0, 3, "x".repeat(10_000)));
  await rounds(20);
  client.resume();
  const ofThree = async () => {
    for (;;) {
      const next = await readUntil(client, TYPE.headers, TYPE.reset);
      if (next.stream === 3) return next.type;
    }
  };
  assert.equal(await ofThree(), TYPE.headers);
  const reset = ofThree();
  await clock.pass(20);
  assert.equal(await reset, TYPE.reset);
});

test("a client that is a little impatient is no flood", async (t) => {
  const { begin } = await start(t, (c) => (c.path === "/slow" ? new Promise(() => {}) : c.string("x")));
  const client = await begin();
  for (let n = 0; n < 50; n += 1)
    client.send(get(2 * n + 1, "/slow") + frame(TYPE.reset, 0, 2 * n + 1, "\0\0\0\x08"));
  client.send(get(1_001));
  assert.equal(await dataOf(client), "x");
});

test("frames are answered on both sides of a request: settings, ping, an unknown type", async (t) => {
  const { begin } = await start(t);
  const client = await begin(frame(0xbe, 0, 0, "grease") + frame(TYPE.ping, 0, 0, "12345678"));
  assert.equal((await readFrame(client)).type, TYPE.settings);
  const pong = await readUntil(client, TYPE.ping);
  assert.deepEqual([pong.flags, pong.payload.toString()], [ACK, "12345678"]);
});

test("a client that ends its side while an answer streams still gets what is left, or is let go of", async (t) => {
  const { begin, server } = await start(t);
  const client = await begin(get(1));
  client.end();
  assert.equal(await dataOf(client), "hello 2");
  await client.closed;
  assert.equal((await server.shutdown()).forced, 0);
});

for (const how of ["ends its side", "resets its connection"] as const)
  test(`a client that ${how} while an answer waits for its window ends the source at once`, async (t) => {
    const ended = gate();
    const { begin } = await start(t, (c) =>
      c.stream(
        (async function* () {
          try {
            for (;;) yield "x".repeat(1_000);
          } finally {
            ended.open();
          }
        })(),
      ),
    );
    const client = await begin(get(1));
    await readUntil(client, TYPE.data);
    if (how === "ends its side") client.end();
    else client.reset();
    await within(ended.promise, "the end of the source");
  });

test("a body whose client has ended its side is cut short at once; an answer that was given is still sent", async (t) => {
  const failed = gate<string>();
  const { begin, server } = await start(t, async (c) => {
    if (c.path === "/early") return c.string("early");
    c.req.bytes().catch(({ code }) => failed.open(code));
    await failed.promise;
    return c.string("too late");
  });
  const post = (path: string) =>
    headers(
      1,
      [
        [":method", "POST"],
        [":scheme", "http"],
        [":authority", "localhost"],
        [":path", path],
      ],
      END_HEADERS,
    );
  const client = await begin(post("/") + frame(TYPE.data, 0, 1, "half"));
  await readUntil(client, TYPE.settings);
  client.end();
  assert.equal(await within(failed.promise, "the error"), "BODY_CUT_SHORT");
  await client.closed;
  const other = await begin(post("/early"));
  await readUntil(other, TYPE.headers);
  other.end();
  assert.equal(await dataOf(other), "early");
  await other.closed;
  assert.equal((await server.shutdown()).forced, 0);
});

const tool = (name: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(name, args, { encoding: "utf8", timeout: 20_000 });
  return { status, text: stdout + stderr };
};
const has = (name: string) => tool(name, "--version").status === 0;

test("curl speaks HTTP/2 to it, by preface and by ALPN", async (t) => {
  if (!/HTTP2/.test(tool("curl", "--version").text)) return t.skip("there is no curl with HTTP/2 here");
  const plain = await child(t, {});
  assert.match(
    tool("curl", "-si", "--http2-prior-knowledge", plain).text,
    /^HTTP\/2 200[\s\S]*hello world\n$/,
  );
  assert.match(tool("curl", "-si", plain).text, /^HTTP\/1\.1 200/);
  const body = tool("curl", "-s", "--http2-prior-knowledge", "-d", "body", `${plain}/echo`);
  assert.equal(body.text, "body");
  if (!has("openssl")) return;
  const secure = await child(t, { TLS: "1" });
  assert.match(tool("curl", "-sik", "--http2", secure).text, /^HTTP\/2 200[\s\S]*hello world\n$/);
});

test("nghttp finds nothing wrong with it", async (t) => {
  if (!has("nghttp")) return t.skip("there is no nghttp here: Debian has it as nghttp2-client");
  const url = await child(t, {});
  const { status, text } = tool("nghttp", "-nv", url);
  assert.equal(status, 0);
  assert.match(text, /:status: 200/);
  assert.match(text, /recv SETTINGS frame[\s\S]*MAX_CONCURRENT_STREAMS\(0x03\):100/);
});

test("nghttp sends a body, and reads an answer that came before it had sent all", async (t) => {
  if (!has("nghttp")) return t.skip("there is no nghttp here: Debian has it as nghttp2-client");
  const url = await child(t, {});
  const body = fileURLToPath(new URL("../support/tls/cert.pem", import.meta.url));
  assert.equal(tool("nghttp", "-d", body, `${url}/echo`).text, readFileSync(body, "utf8"));
  const early = tool("nghttp", "-v", "-d", process.execPath, `${url}/nowhere`);
  assert.equal(early.status, 0);
  assert.match(early.text, /:status: 404[\s\S]*recv DATA frame[\s\S]*recv RST_STREAM[\s\S]*NO_ERROR/);
});

test("under the load of h2load every answer is a 2xx, in clear text and over TLS", async (t) => {
  if (!has("h2load")) return t.skip("there is no h2load here: Debian has it as nghttp2-client");
  for (const env of has("openssl") ? [{}, { TLS: "1" }] : [{}]) {
    const url = await child(t, env as Record<string, string>);
    const { status, text } = tool("h2load", "-n", "3000", "-c", "5", "-m", "20", url);
    assert.equal(status, 0, text);
    assert.match(
      text,
      /^requests: 3000 total, 3000 started, 3000 done, 3000 succeeded, 0 failed, 0 errored, 0 timeout$/m,
    );
    assert.match(text, /^status codes: 3000 2xx, 0 3xx, 0 4xx, 0 5xx$/m);
  }
});

/** The example as a program of its own, since a tool that is waited for would stop a server in this process. */
async function child(t: TestContext, env: Record<string, string>): Promise<string> {
  const { Child } = await import("../support/child.ts");
  const example = fileURLToPath(new URL("../../day5/examples/main.ts", import.meta.url));
  const started = Child.run(t, example, { HOST: "127.0.0.1", PORT: "0", MY_LOG_LEVEL: "silent", ...env });
  const [, url] = await started.printed(/listening on (https?:\/\/127\.0\.0\.1:\d+)\n/);
  return url as string;
}

test("Node's HTTP/2 and its cluster are not loaded by a program that meets neither", async (t) => {
  const program = fileURLToPath(new URL("fixtures/loaded-modules.ts", import.meta.url));
  const { stdout } = await Child.run(t, program).exited;
  assert.match(stdout, /^function [\s\S]*\bnet\n/);
  assert.doesNotMatch(stdout, /\b(?:http2|cluster)\n/);
});

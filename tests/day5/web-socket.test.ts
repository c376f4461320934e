/** WebSockets: who gets one, what may be said and held, and how one ends. The clients are those of the package `ws`. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:http2";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as ws from "ws";
import type { ListenOptions } from "../../day5/src/index.ts";
import type { Room, SocketEnd, SocketHandler, WebSocketOptions } from "../../day5/src/ws/index.ts";
import { gate } from "../support/gate.ts";
import { request } from "../support/http-client.ts";
import { startHttp1Server } from "../support/http-server.ts";
import { load, ray } from "../support/stage.ts";
import { end, heard, talkThroughStop } from "../support/talk-through-stop.ts";
import { within } from "../support/within.ts";

const face = await load<typeof import("../../day5/src/ws/index.ts")>("ws/index.ts");

const echo: SocketHandler<unknown> = async (socket) => {
  for await (const message of socket) await socket.send(message);
};

const ASKING = {
  Connection: "Upgrade",
  Upgrade: "websocket",
  "Sec-WebSocket-Version": "13",
  "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
};

async function start(
  t: TestContext,
  handler: SocketHandler<unknown> = echo,
  options: Partial<WebSocketOptions> = {},
  listening: ListenOptions = {},
) {
  // The clock of the pings is the server's own.
  const app = new ray.Router().get("/talk", (c) => answer(c));
  const server = await startHttp1Server(t, app, listening);
  const clock = server.clock;
  const reactor = new ray.LoopReactor({ clock });
  const answer = face.webSocket(handler, { ws, reactor, ...options });
  return { ...server, at: `${server.url.replace("http", "ws")}/talk` };
}

async function join(t: TestContext, at: string, protocols: string[] = [], options: ws.ClientOptions = {}) {
  const client = new ws.WebSocket(at, protocols, { perMessageDeflate: false, ...options });
  t.after(() => client.terminate());
  await within(once(client, "open"), "the WebSocket to open");
  return client;
}

/** What a client that is not let in is told. */
async function refused(at: string, protocols: string[] = [], options: ws.ClientOptions = {}) {
  const client = new ws.WebSocket(at, protocols, options);
  const [, answer] = await once(client, "unexpected-response");
  const text = Buffer.concat(await answer.toArray()).toString();
  return [answer.statusCode, text];
}

test("text comes back as text and bytes as bytes, in order and of any size up to the bound", async (t) => {
  const { at } = await start(t);
  const client = await join(t, at);
  for (const text of ["hello", "", "grüße 🌍", "x".repeat(1024 * 1024)]) {
    client.send(text);
    const [data, isBinary] = await once(client, "message");
    assert.deepEqual([String(data) === text, isBinary], [true, false]);
  }
  client.send(Buffer.from([0, 255, 1]));
  const [data, isBinary] = await once(client, "message");
  assert.deepEqual([[...data], isBinary], [[0, 255, 1], true]);
  client.close(4001, "enough");
  assert.deepEqual(await end(client), [4001, "enough"]);
});

test("the answer is the one of RFC 6455 §1.3, with the fields of the context", async (t) => {
  const { ask } = await startHttp1Server(t, (c) => {
    c.header("x-request-id", "7");
    return face.webSocket(echo, { ws })(c);
  });
  const answer = await ask(request("GET /", ASKING));
  assert.equal(answer.status, 101);
  assert.equal(answer.field("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  assert.deepEqual(
    ["upgrade", "connection", "x-request-id"].map((name) => answer.field(name)),
    ["websocket", "upgrade", "7"],
  );
});

test("over TLS it is the same, also where the client would rather speak HTTP/2", async (t) => {
  const pem = (name: string) => fileURLToPath(new URL(`../support/tls/${name}.pem`, import.meta.url));
  const tls = { cert: pem("cert"), key: pem("key") };
  const { address } = await start(t, echo, {}, { tls });
  const client = await join(t, `wss://127.0.0.1:${address.port}/talk`, [], { ca: readFileSync(tls.cert) });
  client.send("hello");
  assert.equal(await heard(client), "hello");
  const session = connect(`https://127.0.0.1:${address.port}`, { ca: readFileSync(tls.cert) });
  t.after(() => session.destroy());
  const asked = session.request({ ":path": "/talk" });
  const [head] = await once(asked, "response");
  assert.equal(head[":status"], 400);
  assert.match(Buffer.concat(await asked.toArray()).toString(), /ask over HTTP\/1\.1/);
});

test("a handler that returns closes with 1000, one that throws with 1011, and what it sent arrives", async (t) => {
  const { at, log } = await start(
    t,
    (socket) => {
      socket.send("last words");
      if (socket.protocol === "bad") throw new Error("lost its thread");
    },
    { protocols: ["bad"] },
  );
  for (const [protocols, code] of [
    [[], 1000],
    [["bad"], 1011],
  ] as const) {
    const client = new ws.WebSocket(at, [...protocols]);
    const [text, ended] = await Promise.all([heard(client), end(client)]);
    assert.deepEqual([text, ended[0]], ["last words", code]);
  }
  assert.deepEqual(log.messages("error"), ["WebSocket handler failed"]);
});

test("a page of another site is refused, one of this host is let in, and no browser need say", async (t) => {
  const { at, address } = await start(t);
  const own = `http://127.0.0.1:${address.port}`;
  assert.equal((await refused(at, [], { origin: "https://evil.example" }))[0], 403);
  assert.equal((await refused(at, [], { origin: "null" }))[0], 403);
  await join(t, at, [], { origin: own });
  await join(t, at);
  const named = await start(t, echo, { origins: ["https://app.example"] });
  await join(t, named.at, [], { origin: "https://app.example" });
  assert.equal((await refused(named.at, [], { origin: own }))[0], 403);
  const all = await start(t, echo, { origins: "*" });
  await join(t, all.at, [], { origin: "https://evil.example" });
});

test("of the subprotocols that a client offers, the one that the server likes best is spoken", async (t) => {
  const { at } = await start(t, (socket) => void socket.send(`[${socket.protocol}]`), {
    protocols: ["chat.v2", "chat.v1"],
  });
  for (const [offered, chosen] of [
    [["chat.v1", "chat.v2"], "chat.v2"],
    [["chat.v1"], "chat.v1"],
    [[], ""],
  ] as const) {
    const client = new ws.WebSocket(at, [...offered]);
    assert.equal(await heard(client), `[${chosen}]`);
    assert.equal(client.protocol, chosen);
  }
});

test("a message over the bound ends the connection with 1009, and the server serves on", async (t) => {
  const { at, connect } = await start(t, echo, { maxMessageBytes: 100 });
  const client = await join(t, at);
  client.send("x".repeat(100));
  assert.equal((await heard(client)).length, 100);
  client.send("x".repeat(101));
  assert.equal((await end(client))[0], 1009);
  const raw = await connect();
  raw.send(request("GET /talk", ASKING));
  await raw.readUntil("\r\n\r\n");
  // A frame without a mask, which no client may send (RFC 6455 §5.1).
  raw.send("\x81\x02hi");
  assert.equal(await raw.read(4), "\x88\x02\x03\xea", "close, 1002");
  raw.end();
  await raw.closed;
  const next = await join(t, at);
  next.send("still here");
  assert.equal(await heard(next), "still here");
});

for (const [why, ask, status, message] of [
  ["that does not ask for one", request("GET /talk"), 426, /Upgrade: websocket/],
  ["that asks for something else", request("GET /talk", { ...ASKING, Upgrade: "h2c" }), 426, /Upgrade: web/],
  ["of HTTP/1.0", request("GET /talk", ASKING).replace("HTTP/1.1", "HTTP/1.0"), 426, /over HTTP\/1\.1/],
  ["with a body", request("GET /talk", ASKING, "body"), 400, /with a body/],
  ["that sends on before the answer", `${request("GET /talk", ASKING)}GET /`, 400, /waits for the answer/],
  [
    "without a key",
    request("GET /talk", { ...ASKING, "Sec-WebSocket-Key": "short" }),
    400,
    /Sec-WebSocket-Key/,
  ],
  ["of another version", request("GET /talk", { ...ASKING, "Sec-WebSocket-Version": "7" }), 400, /Version/],
] as const) {
  test(`a request ${why} gets ${status} and a reason`, async (t) => {
    const { connect } = await start(t, () => assert.fail("nobody comes in"));
    const client = await connect();
    client.send(ask);
    const head = await client.readUntil("\r\n\r\n");
    assert.match(head, new RegExp(`^HTTP/1\\.1 ${status} `));
    if (status === 426) assert.match(head, /\r\nupgrade: websocket\r\n/);
    await client.readUntil((text) => message.test(text));
  });
}

test("a hook that puts another answer in its place takes the switch back, and nothing is held", async (t) => {
  const app = new ray.Router()
    .hooks({ onResponse: () => new ray.Response("no", { status: 403 }) })
    .get("/talk", (c) => face.webSocket(() => assert.fail("taken back"), { ws })(c));
  const { url } = await startHttp1Server(t, app);
  assert.deepEqual(await refused(`${url.replace("http", "ws")}/talk`), [403, "no"]);
});

test("a client that sends faster than the handler reads has to wait", async (t) => {
  const open = gate();
  let read = 0;
  const { at } = await start(t, async (socket) => {
    await open.promise;
    for await (const message of socket) {
      read += 1;
      if (String(message).endsWith("last")) return;
    }
  });
  const client = await join(t, at);
  const piece = "x".repeat(256 * 1024);
  let left = 0;
  for (let n = 0; n < 100; n += 1) client.send(piece, () => (left += 1));
  client.send("last", () => (left += 1));
  const others = await join(t, at);
  others.send("last");
  // What the kernel of both sides takes has left; the rest waits with the client.
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.ok(left < 60, `${left} of 101 messages have left while nobody read`);
  open.open();
  assert.equal((await end(client))[0], 1000);
  assert.equal(read, 102);
});

test("a client that does not read is cut off at its bound, and the others hear everything", async (t) => {
  const room: Room = new face.Room();
  const ends: Promise<SocketEnd>[] = [];
  const { at } = await start(
    t,
    async (socket) => {
      room.join(socket);
      ends.push(socket.closed);
      for await (const message of socket) room.send(message);
    },
    { maxQueuedBytes: 512 * 1024 },
  );
  const [deaf, good] = [await join(t, at), await join(t, at)];
  // @ts-expect-error: the socket of the client is private
  deaf._socket.pause();
  let count = 0;
  good.on("message", () => (count += 1));
  for (let n = 0; n < 400 && room.size === 2; n += 1) {
    good.send("x".repeat(64 * 1024));
    await heard(good);
  }
  assert.deepEqual(await within(ends[0] as Promise<SocketEnd>, "its end"), { code: 1006, reason: "" });
  assert.equal(room.size, 1);
  good.send("still here");
  assert.equal(await heard(good), "still here");
  assert.ok(count > 8);
});

test("a client that answers no ping is cut off; one that does stays", async (t) => {
  const { at, clock } = await start(t, echo, { pingMs: 1_000, pongTimeoutMs: 200 });
  const alive = await join(t, at);
  const dead = await join(t, at, [], { autoPong: false });
  const ended = end(dead);
  for (let n = 0; n < 3; n += 1) {
    const pinged = once(alive, "ping");
    await clock.pass(n === 0 ? 1_000 : 800);
    await within(pinged, "a ping");
    // Behind the pong of this client.
    alive.send("hi");
    await heard(alive);
    await clock.pass(200);
    if (n === 0) assert.equal((await ended)[0], 1006);
  }
  assert.equal(alive.readyState, ws.WebSocket.OPEN);
});

test("a stop ends the loop behind the message in hand, closes with 1001, and waits for it", async (t) => {
  const working = gate();
  const begun = gate();
  const seen: string[] = [];
  const told = gate();
  const { at, server } = await start(t, async (socket) => {
    socket.signal.addEventListener("abort", () => told.open());
    for await (const message of socket) {
      seen.push(String(message));
      begun.open();
      await working.promise;
      await socket.send(`did ${message}`);
    }
    assert.equal(socket.signal.aborted, true);
    await socket.send("goodbye");
  });
  const client = await join(t, at);
  const texts: string[] = [];
  client.on("message", (data) => texts.push(String(data)));
  client.send("one");
  client.send("two");
  await begun.promise;
  const stopping = server.shutdown();
  client.send("three");
  await told.promise;
  working.open();
  assert.deepEqual(await end(client), [1001, "the server stops"]);
  assert.deepEqual([seen, texts], [["one"], ["did one", "goodbye"]]);
  assert.deepEqual(await stopping, { finished: 1, forced: 0 });
});

test("a handler that does not end is cut off at the deadline, and counted", async (t) => {
  const { at, server, clock } = await start(t, () => new Promise(() => {}));
  const client = await join(t, at);
  const ended = end(client);
  const stopping = server.shutdown({ deadlineMs: 1_000 });
  await clock.pass(1_000);
  assert.deepEqual([(await ended)[0], await stopping], [1006, { finished: 0, forced: 1 }]);
});

test("in a stop under load no message is lost and none done twice: who has no receipt says it again", async (t) => {
  const done = await talkThroughStop(200, async (work) => {
    const { at, server } = await start(t, work);
    return { join: () => join(t, at), stop: () => server.shutdown({ deadlineMs: 10_000 }) };
  });
  assert.deepEqual([done.size, [...done.values()].filter((times) => times !== 1)], [4_000, []]);
});

test("what cannot be an option is told when the program starts", () => {
  // @ts-expect-error: without the package
  assert.throws(() => face.webSocket(echo, {}), /import \* as ws from "ws"/);
  for (const wrong of [{ pingMs: 0 }, { maxMessageBytes: 1.5 }, { maxQueuedBytes: Number.NaN }])
    assert.throws(() => face.webSocket(echo, { ws, ...wrong }), RangeError);
});

test("codes that may not be sent are refused", async (t) => {
  const { at } = await start(t, (socket) => {
    for (const code of [0, 999, 1005, 1006, 1015, 5000, 1000.5])
      assert.throws(() => socket.close(code), RangeError);
    socket.close(4000, "ours");
  });
  assert.deepEqual(await end(new ws.WebSocket(at)), [4000, "ours"]);
});

test("another protocol switches by the same door, with what has come behind the request", async (t) => {
  const { connect } = await startHttp1Server(t, (c) =>
    face.upgrade(c, "line-echo", async (conn) => {
      const lines = new ray.LineCodec();
      for (let line = await conn.readFrame(lines); line !== null; line = await conn.readFrame(lines))
        conn.writeFrame(line, lines);
    }),
  );
  const client = await connect();
  client.send(`${request("GET /", { Connection: "upgrade", Upgrade: "Line-Echo" })}one\n`);
  assert.match(await client.readUntil("\r\n\r\n"), /^HTTP\/1\.1 101 [\s\S]*\r\nupgrade: line-echo\r\n/);
  assert.equal(await client.readUntil("\n"), "one\n");
});

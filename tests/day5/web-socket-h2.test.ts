/**
 * WebSockets on a stream of HTTP/2 (RFC 8441): what holds for them over HTTP/1.1 holds here, beside other requests of
 * the same connection. The clients are node:http2 with the frames of the package `ws`, and a real Chromium.
 */

import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type OutgoingHttpHeaders,
} from "node:http2";
import type { Socket } from "node:net";
import { describe, type TestContext, test } from "node:test";
import * as ws from "ws";
import type { App, ListenOptions } from "../../day5/src/index.ts";
import type { SocketHandler, WebSocketOptions } from "../../day5/src/ws/index.ts";
import { noChromium, visitors } from "../support/browser.ts";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { startHttp1Server } from "../support/http-server.ts";
import { tls } from "../support/over-http2.ts";
import { load, ray } from "../support/stage.ts";
import { end, heard, talkThroughStop } from "../support/talk-through-stop.ts";
import { within } from "../support/within.ts";

const face = await load<typeof import("../../day5/src/ws/index.ts")>("ws/index.ts");

const echo: SocketHandler<unknown> = async (socket) => {
  for await (const message of socket) await socket.send(message);
};

type Version = "h2c" | "h2";

async function start(t: TestContext, version: Version, app: App, options: ListenOptions = {}) {
  const server = await startHttp1Server(t, ray.toEndpoint(app), {
    ...(version === "h2" ? { tls } : {}),
    ...options,
  });
  const { port } = server.address;
  const url = `${version === "h2" ? "https" : "http"}://127.0.0.1:${port}`;
  const session = connect(url, { ca: readFileSync(tls.cert) }).on("error", () => {});
  t.after(() => session.destroy());
  const [[, socket]] = await within(
    Promise.all([once(session, "connect"), once(session, "remoteSettings")]),
    "the settings",
  );
  return { ...server, session, socket: socket as Socket };
}

/** A route `/talk` beside `/`. */
async function startTalk(
  t: TestContext,
  version: Version,
  handler: SocketHandler<unknown> = echo,
  options: Partial<WebSocketOptions> = {},
) {
  const app = new ray.Router()
    .get("/", (c) => c.string(`hello ${c.req.version}`))
    .get("/talk", (c) => answer(c));
  const started = await start(t, version, app);
  const reactor = new ray.LoopReactor({ clock: started.clock });
  const answer = face.webSocket(handler, { ws, reactor, ...options });
  return started;
}

/** An extended CONNECT, and the head of its answer. */
async function ask(session: ClientHttp2Session, fields: OutgoingHttpHeaders = {}, endStream = false) {
  const asked = {
    ":method": "CONNECT",
    ":protocol": "websocket",
    ":scheme": "https",
    ":path": "/talk",
    ":authority": "localhost",
    "sec-websocket-version": "13",
    ...fields,
  };
  const stream = session.request(asked, { endStream }).on("error", () => {});
  const [head] = await within(once(stream, "response"), "the answer");
  return { stream, head, status: Number(head[":status"]) };
}

/** The end of a client's stream as a WebSocket of `ws`, which has no HTTP/2 of its own. */
async function join(session: ClientHttp2Session, fields: OutgoingHttpHeaders = {}, autoPong = true) {
  const { stream, head, status } = await ask(session, fields);
  assert.equal(status, 200);
  // @ts-expect-error: what the package's own client does behind the handshake is private
  const client: ws.WebSocket = new ws.WebSocket(null, undefined, { autoPong, closeTimeout: 30_000 });
  // @ts-expect-error
  client._isServer = false;
  // @ts-expect-error
  client.setSocket(stream, Buffer.alloc(0), { maxPayload: 0, skipUTF8Validation: false });
  return { client, stream, head };
}

/** The whole of an answer that is none of a WebSocket. */
async function refused(session: ClientHttp2Session, fields: OutgoingHttpHeaders = {}) {
  const { stream, status } = await ask(session, fields);
  const text = Buffer.concat(await stream.toArray()).toString();
  return [status, text, await closed(stream)];
}

/** The code of its end. */
async function closed(stream: ClientHttp2Stream): Promise<number | undefined> {
  const over = new Promise((resolve) => stream.on("close", resolve));
  if (!stream.destroyed) await within(over, "the end of the stream");
  return stream.rstCode;
}

async function get(session: ClientHttp2Session): Promise<string> {
  const stream = session.request({ ":path": "/" });
  return within(stream.toArray(), "an answer").then((pieces) => Buffer.concat(pieces).toString());
}

for (const version of ["h2c", "h2"] as const)
  describe(`over ${version}`, () => {
    test("text and bytes come back, of any size up to the bound, beside other requests", async (t) => {
      const { session, server } = await startTalk(t, version);
      const { client, stream, head } = await join(session);
      assert.deepEqual(
        Object.keys(head).filter((name) => /upgrade|connection|accept/.test(name)),
        [],
        "what RFC 8441 leaves out",
      );
      for (const text of ["hello", "", "grüße 🌍", "x".repeat(1024 * 1024)]) {
        client.send(text);
        const [data, isBinary] = await within(once(client, "message"), "a message");
        assert.deepEqual([String(data) === text, isBinary], [true, false]);
        assert.equal(await get(session), "hello 2");
      }
      client.send(Buffer.from([0, 255, 1]));
      const [data, isBinary] = await once(client, "message");
      assert.deepEqual([[...data], isBinary], [[0, 255, 1], true]);
      const other = await join(session);
      client.close(4001, "enough");
      assert.deepEqual(await end(client), [4001, "enough"]);
      await closed(stream);
      other.client.send("still here");
      assert.equal(await heard(other.client), "still here");
      other.client.close();
      await closed(other.stream);
      assert.deepEqual(await server.shutdown(), { finished: 1, forced: 0 });
    });

    test("a handler that returns closes with 1000, one that throws with 1011, and what it sent arrives", async (t) => {
      const { session, log } = await startTalk(
        t,
        version,
        (socket) => {
          socket.send("last words");
          if (socket.protocol === "bad") throw new Error("lost its thread");
        },
        { protocols: ["bad"] },
      );
      for (const [offered, code] of [
        [{}, 1000],
        [{ "sec-websocket-protocol": "worse, bad" }, 1011],
      ] as const) {
        const { client, stream, head } = await join(session, offered);
        const [text, [got]] = await Promise.all([heard(client), end(client)]);
        assert.deepEqual([text, got], ["last words", code]);
        assert.equal(head["sec-websocket-protocol"], code === 1011 ? "bad" : undefined);
        await closed(stream);
        assert.equal(stream.rstCode, 0);
      }
      assert.deepEqual(log.messages("error"), ["WebSocket handler failed"]);
    });

    test("who may not come in is told why, and its stream is not held", async (t) => {
      const { session } = await startTalk(t, version, () => assert.fail("nobody comes in"));
      for (const [fields, status, text] of [
        [{ origin: "https://evil.example" }, 403, /origin/],
        [{ ":path": "/nowhere" }, 404, /nothing at this path/],
        [{ ":path": "/" }, 200, /hello 2/],
        [{ ":protocol": "connect-udp" }, 501, /"connect-udp" is not known/],
        [{ "sec-websocket-version": "7" }, 400, /Version/],
      ] as const) {
        const [got, words, code] = await refused(session, fields);
        assert.deepEqual([got, code], [status, 0]);
        assert.match(String(words), text);
      }
      const plain = session
        .request({ ":method": "CONNECT", ":authority": "localhost" })
        .on("error", () => {});
      assert.equal((await within(once(plain, "response"), "the answer"))[0][":status"], 501);
      const got = session.request({ ":path": "/talk" }).on("error", () => {});
      assert.equal((await within(once(got, "response"), "the answer"))[0][":status"], 400);
    });

    test("a page of this host is let in", async (t) => {
      const { session } = await startTalk(t, version);
      const { client } = await join(session, { origin: "https://localhost" });
      client.send("hi");
      assert.equal(await heard(client), "hi");
    });

    test("a message over the bound ends it with 1009, and the connection serves on", async (t) => {
      const { session } = await startTalk(t, version, echo, { maxMessageBytes: 100 });
      const { client, stream } = await join(session);
      client.send("x".repeat(101));
      assert.equal((await end(client))[0], 1009);
      await closed(stream);
      assert.equal(await get(session), "hello 2");
    });

    test("a client that answers no ping is cut off by a reset; one that does stays", async (t) => {
      const { session, clock } = await startTalk(t, version, echo, { pingMs: 1_000, pongTimeoutMs: 200 });
      const alive = await join(session);
      const dead = await join(session, {}, false);
      const ended = Promise.all([end(dead.client), closed(dead.stream)]);
      for (let n = 0; n < 3; n += 1) {
        const pinged = once(alive.client, "ping");
        await clock.pass(n === 0 ? 1_000 : 800);
        await within(pinged, "a ping");
        alive.client.send("hi");
        await heard(alive.client);
        await clock.pass(200);
        if (n === 0) assert.deepEqual([(await ended)[0][0], dead.stream.rstCode], [1006, 2]);
      }
      assert.equal(alive.client.readyState, ws.WebSocket.OPEN);
    });

    test("a client that resets its stream ends the loop of its handler with 1006, and no other", async (t) => {
      const ends: number[] = [];
      const { session } = await startTalk(t, version, async (socket) => {
        socket.closed.then(({ code }) => ends.push(code));
        for await (const message of socket) await socket.send(message);
        told.open();
      });
      const told = gate();
      const [one, other] = [await join(session), await join(session)];
      one.stream.close(8);
      await within(told.promise, "the end of the handler");
      assert.deepEqual(ends, [1006]);
      other.client.send("hi");
      assert.equal(await heard(other.client), "hi");
    });

    test("what a client has sent before its connection ends is read, and then the loop ends with 1006, at once", async (t) => {
      const [open, told] = [gate(), gate()];
      const read: string[] = [];
      const { session, server, socket } = await startTalk(t, version, async (socket) => {
        await open.promise;
        for await (const message of socket) read.push(String(message));
        read.push(String((await socket.closed).code));
        told.open();
      });
      const { client } = await join(session);
      for (let n = 0; n < 30; n += 1) client.send(`${n}`);
      const sent = new Promise((resolve) => client.send("last", resolve));
      await within(sent, "the messages");
      // A process that dies ends its connection so, without a word of WebSocket or HTTP/2.
      socket.end();
      await rounds(3);
      open.open();
      await within(told.promise, "the end of the handler");
      assert.deepEqual(read, [...Array.from({ length: 30 }, (_, n) => `${n}`), "last", "1006"]);
      assert.equal((await within(server.shutdown(), "the stop")).forced, 0);
    });

    test("a client that sends faster than the handler reads has to wait, and others do not", async (t) => {
      const open = gate();
      let read = 0;
      const { session } = await startTalk(t, version, async (socket) => {
        await open.promise;
        for await (const message of socket) {
          read += 1;
          if (String(message).endsWith("last")) return;
        }
      });
      const { client } = await join(session);
      const piece = "x".repeat(256 * 1024);
      for (let n = 0; n < 24; n += 1) client.send(piece);
      client.send("last");
      // Until nothing of it moves any more, while other requests come and go.
      const sent = () => session.socket?.bytesWritten ?? 0;
      for (let [before, still] = [-1, 0]; still < 20; ) {
        assert.equal(await get(session), "hello 2");
        still = sent() - before < 1024 ? still + 1 : 0;
        before = sent();
      }
      // Sixteen messages wait for the handler; of the others no more has left than the buffers on the way hold.
      assert.ok(sent() < 20 * piece.length, `${sent()} bytes have left`);
      open.open();
      assert.equal((await end(client))[0], 1000);
      assert.equal(read, 25);
    });

    test("a client that does not read is cut off at its bound, and the connection serves on", async (t) => {
      const ended = gate();
      const { session } = await startTalk(
        t,
        version,
        async (socket) => {
          while (!socket.signal.aborted) {
            socket.send("x".repeat(64 * 1024));
            await new Promise((resolve) => setImmediate(resolve));
          }
          assert.equal((await socket.closed).code, 1006);
          ended.open();
        },
        { maxQueuedBytes: 256 * 1024 },
      );
      const { stream } = await ask(session);
      stream.pause();
      await within(ended.promise, "the end of the handler");
      assert.equal(await get(session), "hello 2");
      stream.resume();
      assert.equal(await closed(stream), 2);
    });

    test("a client that ends its side with its request gets an end in order", async (t) => {
      const { session, server } = await startTalk(t, version);
      const { stream, status } = await ask(session, {}, true);
      stream.resume();
      assert.deepEqual([status, await closed(stream)], [200, 0]);
      assert.deepEqual(await server.shutdown(), { finished: 1, forced: 0 });
    });

    test("a stop ends the loop behind the message in hand, closes with 1001, and waits for it", async (t) => {
      const [working, begun, told] = [gate(), gate(), gate()];
      const seen: string[] = [];
      const { session, server } = await startTalk(t, version, async (socket) => {
        socket.signal.addEventListener("abort", () => told.open());
        for await (const message of socket) {
          seen.push(String(message));
          begun.open();
          await working.promise;
          await socket.send(`did ${message}`);
        }
        await socket.send("goodbye");
      });
      const { client } = await join(session);
      const texts: string[] = [];
      client.on("message", (data) => texts.push(String(data)));
      client.send("one");
      await begun.promise;
      const stopping = server.shutdown();
      client.send("two");
      await told.promise;
      working.open();
      assert.deepEqual(await end(client), [1001, "the server stops"]);
      assert.deepEqual([seen, texts], [["one"], ["did one", "goodbye"]]);
      assert.deepEqual(await within(stopping, "the stop"), { finished: 1, forced: 0 });
    });

    test("in a stop under load no message is lost and none done twice, beside other requests", async (t) => {
      const done = await talkThroughStop(100, async (work) => {
        const { session, server } = await startTalk(t, version, work);
        return {
          join: async () => (await join(session)).client,
          async stop() {
            assert.equal(await get(session), "hello 2");
            return server.shutdown({ deadlineMs: 10_000 });
          },
        };
      });
      assert.deepEqual([done.size, [...done.values()].filter((times) => times !== 1)], [2_000, []]);
    });

    test("a handler that does not end is cut off at the deadline, and counted", async (t) => {
      const { session, server, clock } = await startTalk(t, version, () => new Promise(() => {}));
      const { client } = await join(session);
      const ended = end(client);
      const stopping = server.shutdown({ deadlineMs: 1_000 });
      await clock.pass(1_000);
      assert.deepEqual([(await ended)[0], await stopping], [1006, { finished: 0, forced: 1 }]);
    });

    test("a hook that puts another answer in its place takes the switch back", async (t) => {
      const app = new ray.Router()
        .hooks({ onResponse: () => new ray.Response("no", { status: 403 }) })
        .get("/talk", (c) => face.webSocket(() => assert.fail("taken back"), { ws })(c));
      const { session } = await start(t, version, app);
      assert.deepEqual(await refused(session), [403, "no", 0]);
    });

    test("what became of the answer is told as 101, and a takeover that fails is logged and resets", async (t) => {
      const told: unknown[] = [];
      const { session, log } = await start(t, version, (c) => {
        c.req.onAnswered((answered) => told.push(answered));
        return face.upgrade(c, "websocket", async (conn) => {
          await conn.readFrame(new ray.LineCodec());
          throw new Error("failed");
        });
      });
      const { stream } = await ask(session);
      stream.resume().write("begun\n");
      await closed(stream);
      assert.equal(stream.rstCode, 2);
      assert.deepEqual(told, [{ status: 101, complete: true, bytes: 0 }]);
      assert.deepEqual(log.messages("error"), ["takeover failed"]);
    });

    test("a 101 of the program's own making is a 500 where no WebSocket was asked for", async (t) => {
      const { session, log } = await start(t, version, () => new ray.Response(null, { takeover: () => {} }));
      const stream = session.request({ ":path": "/talk" }).on("error", () => {});
      assert.equal((await within(once(stream, "response"), "the answer"))[0][":status"], 500);
      assert.deepEqual(log.messages("error"), ["handler failed"]);
    });
  });

describe("Chromium", { skip: noChromium }, () => {
  const visit = visitors({ ignoreHTTPSErrors: true });

  test("a page that came over HTTP/2 opens its WebSocket on the same connection", async (t) => {
    const page = "<!doctype html><title>talk</title><link rel=icon href=data:,><p>a page";
    const app = new ray.Router().get("/", (c) => c.html(page)).get("/talk", (c) => answer(c));
    const versions: string[] = [];
    const answer = face.webSocket(
      async (socket, c) => {
        versions.push(c.req.version);
        for await (const message of socket) await socket.send(`${message}, over HTTP/${c.req.version}`);
      },
      { ws },
    );
    const { address } = await startHttp1Server(t, app, { tls });
    const { page: tab, trouble } = await visit(`https://127.0.0.1:${address.port}/`);
    const end = await tab.evaluate(`new Promise((resolve, reject) => {
      const socket = new WebSocket("wss://" + location.host + "/talk");
      socket.onopen = () => socket.send("hello");
      let said = "";
      socket.onmessage = ({ data }) => { said = data; socket.close(4000, "enough"); };
      socket.onclose = ({ code, wasClean }) => resolve([said, code, wasClean]);
      socket.onerror = () => reject(new Error("the WebSocket failed"));
    })`);
    assert.deepEqual(end, ["hello, over HTTP/2", 4000, true]);
    assert.deepEqual([versions, trouble], [["2"], []]);
  });
});

/** An answer that switches protocols: the connection goes over to another one, and stays the server's all the same. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { test } from "node:test";
import type { ResponseInit, Takeover } from "../../day5/src/index.ts";
import type { Conn } from "../../day5/src/net.ts";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";
import { echoLines } from "../support/line-server.ts";
import { load, ray } from "../support/stage.ts";

const LINES = { Connection: "Upgrade", Upgrade: "line-echo" };
const ASK = request("GET /lines", LINES);

/** The answer that goes over to `takeover`, the line echo of day 1 by default. */
const switching = (takeover: Takeover = echoLines, init: ResponseInit = {}) =>
  new ray.Response(null, { headers: { upgrade: "line-echo" }, takeover, ...init });

/** How often `mark` has taken a connection over, which no test here wants. */
let marked = 0;
const mark: Takeover = () => {
  marked += 1;
};

const onlyLines: Takeover = (conn) => void conn.write("taken\n");

test("a client that asks for it gets a 101, and then speaks the other protocol (seed 004.34)", async (t) => {
  const server = await startHttpServer(t, () => switching());
  const client = await server.connect();
  client.send(ASK);
  const { statusLine, fields } = await readAnswer(client);
  assert.equal(statusLine, "HTTP/1.1 101 Switching Protocols");
  const names = fields.map(([name, value]) => (name === "date" ? name : `${name}: ${value}`));
  assert.deepEqual(names, ["upgrade: line-echo", "connection: upgrade", "date"]);
  client.send("hello\n");
  assert.equal(await client.readUntil("\n"), "hello\n");
  client.send("GET / HTTP/1.1\n");
  assert.equal(await client.readUntil("\n"), "GET / HTTP/1.1\n", "it is no request any more");
  client.end();
  assert.equal(await client.readAll(), "", "the end of the takeover is the end of the connection");
});

test("what has come with the head is the other protocol's, and the answers before it are out", async (t) => {
  const server = await startHttpServer(t, (c) => (c.path === "/lines" ? switching() : c.string("first")));
  const client = await server.connect();
  client.send(`${request("GET /")}${ASK}one\ntwo\n`);
  assert.equal((await readAnswer(client)).text, "first");
  assert.equal((await readAnswer(client)).status, 101);
  assert.equal(await client.readUntil("two\n"), "one\ntwo\n");
});

test("the same however the bytes are cut", async (t) => {
  const server = await startHttpServer(t, () => switching());
  for (const at of [1, 20, ASK.length - 1, ASK.length, ASK.length + 2]) {
    const client = await server.connect();
    const bytes = `${ASK}line\n`;
    client.send(bytes.slice(0, at));
    await rounds();
    client.send(bytes.slice(at));
    assert.equal((await readAnswer(client)).status, 101);
    assert.equal(await client.readUntil("\n"), "line\n");
  }
});

test("an asynchronous handler may take its time before it switches", async (t) => {
  const open = gate();
  const server = await startHttpServer(t, async () => {
    await open.promise;
    return switching();
  });
  const client = await server.connect();
  client.send(`${ASK}early\n`);
  await rounds();
  open.open();
  assert.equal((await readAnswer(client)).status, 101);
  assert.equal(await client.readUntil("\n"), "early\n");
});

test("node:http as a client hears it as its event 'upgrade'", async (t) => {
  const server = await startHttpServer(t, () => switching());
  const asked = httpRequest(`${server.url}/lines`, { headers: LINES });
  asked.end();
  const [answer, socket] = (await once(asked, "upgrade")) as [IncomingMessage, Socket];
  t.after(() => socket.destroy());
  assert.equal(answer.statusCode, 101);
  assert.equal(answer.headers.upgrade, "line-echo");
  socket.write("from node\n");
  assert.equal(String((await once(socket, "data"))[0]), "from node\n");
});

test("a client that holds its body back until it sees a 100 gets that first", async (t) => {
  const server = await startHttpServer(t, () => switching());
  const client = await server.connect();
  client.send(request("GET /lines", { ...LINES, Expect: "100-continue" }));
  assert.equal(await client.readUntil("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  assert.equal((await readAnswer(client)).status, 101);
});

for (const [why, ask] of [
  ["on HTTP/1.0", "GET / HTTP/1.0\r\nConnection: upgrade\r\nUpgrade: line-echo\r\n\r\n"],
  ["with a body", request("POST /", LINES, "body")],
  ["with a body in chunks", request("POST /", { ...LINES, "Transfer-Encoding": "chunked" }, "0\r\n\r\n")],
  ["where Connection does not name it", request("GET /", { Upgrade: "line-echo" })],
  ["for HEAD", request("HEAD /", LINES)],
] as const) {
  test(`RFC 9110 §7.8: an Upgrade field is ignored ${why}`, async (t) => {
    const seen: (string | null)[] = [];
    const server = await startHttpServer(t, (c) => {
      seen.push(c.req.upgrade);
      if (c.query.has("force")) return switching(mark);
      return c.string("stays");
    });
    assert.equal((await server.ask(ask, ask.slice(0, 4))).status, 200);
    const forced = await server.ask(ask.replace(" / ", " /?force "), ask.startsWith("HEAD") ? "HEAD" : "GET");
    assert.equal(forced.status, 500, "a handler that switches all the same has made an error");
    assert.match(String(server.log.errors("error")[0]), /cannot be upgraded/);
    assert.deepEqual(seen, [null, null]);
    assert.equal(marked, 0);
  });
}

test("a request tells what its client offers", async (t) => {
  const server = await startHttpServer(t, (c) => c.string(c.req.upgrade ?? "nothing"));
  assert.equal((await server.ask(request("GET /"))).text, "nothing");
  const two =
    "GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, UPGRADE\r\nUpgrade: h2c\r\nUpgrade: chat/2\r\n\r\n";
  assert.equal((await server.ask(two)).text, "h2c, chat/2");
});

test("a switch to what the client has not named is an error", async (t) => {
  for (const headers of [{ upgrade: "other" }, {}]) {
    const server = await startHttpServer(t, () => switching(onlyLines, { headers }));
    const client = await server.connect();
    client.send(ASK);
    assert.equal((await readAnswer(client)).status, 500);
    assert.match(String(server.log.errors("error")[0]), /names what the client offers/);
  }
});

test("status 101 is for an answer with a takeover, and for no other", async (t) => {
  assert.throws(() => new ray.Response(null, { status: 101 }), RangeError);
  assert.throws(() => (new ray.Response().status = 101), RangeError);
  assert.equal(switching().status, 101, "which has it by default");
  const server = await startHttpServer(t, () => {
    const response = switching();
    response.takeover = null;
    return response;
  });
  assert.equal((await server.ask(ASK)).status, 500);
  assert.match(String(server.log.errors("error")[0]), /101 needs a takeover/);
});

test("a takeover on an answer with another status is dropped", async (t) => {
  const server = await startHttpServer(t, () => {
    const response = switching(mark);
    response.status = 200;
    response.body = "no switch";
    return response;
  });
  const client = await server.connect();
  client.send(ASK + request("GET /"));
  for (const _ of [1, 2]) assert.equal((await readAnswer(client)).text, "no switch");
  assert.equal(marked, 0);
});

test("an answer that takes the place of another one drops its takeover", async (t) => {
  const server = await startHttpServer(t, (c) => {
    c.response = switching(mark);
    if (c.path === "/error") throw new ray.HttpError(403);
    return c.path === "/text" ? "replaced" : new ray.Response("another");
  });
  for (const [path, status] of [
    ["/error", 403],
    ["/text", 500],
    ["/other", 200],
  ] as const) {
    const answer = await server.ask(request(`GET ${path}`, LINES));
    assert.notEqual(answer.status, 101, path);
    if (path !== "/text") assert.equal(answer.status, status, path);
  }
  assert.equal(marked, 0);
});

test("fields of the context are on the 101 too", async (t) => {
  const server = await startHttpServer(t, (c) => {
    c.header("x-request-id", "7");
    return switching();
  });
  const client = await server.connect();
  client.send(`${ASK}line\n`);
  const answer = await readAnswer(client);
  assert.deepEqual([answer.status, answer.field("x-request-id")], [101, "7"]);
  assert.equal(await client.readUntil("\n"), "line\n");
});

test("the request is over with its 101: who asked is told, and its signal stays quiet", async (t) => {
  const told: unknown[] = [];
  let signal: AbortSignal | null = null;
  const server = await startHttpServer(t, (c) => {
    signal = c.signal;
    c.req.onAnswered((answered) => told.push(answered));
    return switching();
  });
  const client = await server.connect();
  client.send(`${ASK}line\n`);
  await readAnswer(client);
  await client.readUntil("\n");
  assert.deepEqual(told, [{ status: 101, complete: true, bytes: 0 }]);
  client.end();
  await client.readAll();
  assert.equal((signal as AbortSignal | null)?.aborted, false);
});

test("no deadline of HTTP reaches a connection that has switched", async (t) => {
  const server = await startHttpServer(t, () => switching(), { limits: { keepAliveTimeoutMs: 50 } });
  const client = await server.connect();
  client.send(ASK);
  await readAnswer(client);
  await server.clock.pass(3_600_000);
  client.send("still here\n");
  assert.equal(await client.readUntil("\n"), "still here\n");
});

test("it keeps its permit: with one connection at a time, the next client waits for its end", async (t) => {
  const server = await startHttpServer(t, (c) => (c.path === "/lines" ? switching() : c.string("next")), {
    maxConnections: 1,
  });
  const client = await server.connect();
  client.send(ASK);
  await readAnswer(client);
  const next = await server.connect();
  next.send(request("GET /"));
  await rounds(5);
  client.send("mine\n");
  assert.equal(await client.readUntil("\n"), "mine\n");
  client.end();
  assert.equal((await readAnswer(next)).text, "next");
});

test("a stop tells it, and waits for it", async (t) => {
  const goodbye = gate();
  const server = await startHttpServer(t, () =>
    switching(async (conn, shutdown) => {
      await shutdown.recv();
      conn.write("we are closing\n");
      await goodbye.promise;
      conn.write("goodbye\n");
    }),
  );
  const client = await server.connect();
  client.send(ASK);
  await readAnswer(client);
  const stopping = server.server.shutdown();
  assert.equal(await client.readUntil("\n"), "we are closing\n");
  goodbye.open();
  assert.equal(await client.readAll(), "goodbye\n");
  assert.deepEqual(await stopping, { finished: 1, forced: 0 });
});

test("one that never ends is cut off at the deadline of the stop, and counted", async (t) => {
  let conn: Conn | null = null;
  const server = await startHttpServer(t, () =>
    switching((taken) => {
      conn = taken;
      return new Promise(() => {});
    }),
  );
  const client = await server.connect();
  client.send(ASK);
  await readAnswer(client);
  const stopping = server.server.shutdown({ deadlineMs: 1_000 });
  await server.clock.pass(1_000);
  assert.deepEqual(await stopping, { finished: 0, forced: 1 });
  await client.closed;
  assert.equal((conn as Conn | null)?.isClosed, true);
});

test("one that fails is logged and its connection reset; the server serves on", async (t) => {
  for (const fail of [
    () => {
      throw new Error("lost its thread");
    },
    async () => {
      throw new Error("lost its thread");
    },
  ] satisfies Takeover[]) {
    const server = await startHttpServer(t, (c) => (c.path === "/lines" ? switching(fail) : c.string("on")));
    const client = await server.connect();
    client.send(ASK);
    await client.closed;
    assert.deepEqual(server.log.messages("error"), ["takeover failed"]);
    assert.match(String(server.log.errors("error")[0]), /lost its thread/);
    assert.equal((await server.ask(request("GET /"))).text, "on");
  }
});

test("an answer that asks for an upgrade says so to its next hop: 426 with Upgrade and Connection", async (t) => {
  const server = await startHttp1Server(t, () => {
    throw new ray.HttpError(426, "please", { headers: { upgrade: "line-echo" } });
  });
  const answer = await server.ask(request("GET /"));
  assert.deepEqual([answer.field("upgrade"), answer.field("connection")], ["line-echo", "upgrade"]);
  const last = await server.ask(request("GET /", { Connection: "close" }));
  assert.equal(last.field("connection"), "upgrade, close");
});

test("inject shows the switch, and does not make it", async () => {
  const { inject } = await load<typeof import("../../day5/src/testing/inject.ts")>("testing/inject.ts");
  const answer = await inject(() => switching(mark), "/lines", { headers: LINES });
  assert.deepEqual([answer.status, answer.headers.get("upgrade"), marked], [101, "line-echo", 0]);
});

/** What became of an answer: told once, with the status that went out; and nothing is listened to afterwards. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext } from "../../day5/src/index.ts";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";

type Told = { readonly status: number; readonly complete: boolean; readonly bytes: number };

async function* ab() {
  yield "a";
  yield "b";
}

/** All that is told, in order; `first` resolves with the first of it. */
function book() {
  const told: Told[] = [];
  const first = gate<Told>();
  const watch = (c: AppContext) =>
    c.req.onAnswered((answered) => {
      told.push(answered);
      first.open(answered);
    });
  return { told, first: first.promise, watch };
}

test("onAnswered tells the status of each answer once, in their order", async (t) => {
  const { told, watch } = book();
  const server = await startHttpServer(t, async (c) => {
    watch(c);
    if (c.path === "/missing") throw new ray.HttpError(404);
    if (c.path === "/stream") return c.stream(ab());
    return c.string("x", c.path === "/created" ? 201 : 200);
  });
  const client = await server.connect();
  const paths = ["/", "/created", "/missing", "/stream", "/"];
  client.send(paths.map((path) => request(`GET ${path}`)).join(""));
  for (const _ of paths) await readAnswer(client);
  client.end();
  await client.closed;
  await rounds(3);
  assert.deepEqual(
    told.map(({ status, complete }) => [status, complete]),
    [200, 201, 404, 200, 200].map((status) => [status, true]),
  );
});

test("it tells the 500 of a head that the server refused", async (t) => {
  const { first, watch } = book();
  const server = await startHttpServer(t, (c) => {
    watch(c);
    c.header("transfer-encoding", "gzip");
    return c.string("x");
  });
  assert.equal((await server.ask(request("GET /"))).status, 500);
  assert.deepEqual(await first, { status: 500, complete: true, bytes: 22 });
});

test("it tells how many bytes of the body went out: of texts, bytes and streams, none for HEAD, 204 and 304", async (t) => {
  const { told, watch } = book();
  const large = "é".repeat(300_000);
  async function* pieces() {
    for (const piece of ["a", "é", Buffer.alloc(70_000), Buffer.alloc(300_000)]) yield piece;
  }
  const server = await startHttpServer(t, (c) => {
    watch(c);
    if (c.path === "/large") return large;
    if (c.path === "/pieces") return c.stream(pieces());
    if (c.path === "/none") return c.status(204).string("no");
    if (c.path === "/same") return c.status(304).string("no");
    return "é";
  });
  const expected: [request: string, bytes: number][] = [
    ["GET /", 2],
    ["GET /large", 600_000],
    ["GET /pieces", 1 + 2 + 70_000 + 300_000],
    ["HEAD /", 0],
    ["HEAD /pieces", 0],
    ["GET /none", 0],
    ["GET /same", 0],
  ];
  for (const [line] of expected) await server.ask(request(line), line.split(" ")[0]);
  await rounds(3);
  assert.deepEqual(
    told.map(({ bytes }) => bytes),
    expected.map(([, bytes]) => bytes),
  );
});

test("it tells an answer that breaks off: by its stream, or by its client", async (t) => {
  const broken = book();
  const left = book();
  const server = await startHttpServer(t, (c) => {
    (c.path === "/broken" ? broken : left).watch(c);
    async function* pieces() {
      yield "x".repeat(200_000);
      if (c.path === "/broken") throw new Error("no more");
      for (;;) yield "x".repeat(64 * 1024);
    }
    return c.stream(pieces());
  });
  const first = await server.connect();
  first.send(request("GET /broken"));
  assert.deepEqual(await broken.first, { status: 200, complete: false, bytes: 200_000 });
  const second = await server.connect();
  second.send(request("GET /left"));
  await second.readUntil((received) => received.length > 100_000);
  second.reset();
  const { bytes, ...how } = await left.first;
  assert.deepEqual(how, { status: 200, complete: false });
  assert.ok(bytes >= 200_000, `${bytes} bytes`);
});

test("it tells an answer whose client had gone before it began as broken off", async (t) => {
  const { first, watch } = book();
  const entered = gate();
  const server = await startHttp1Server(t, async (c) => {
    watch(c);
    const gone = gate();
    c.signal.addEventListener("abort", () => gone.open());
    entered.open();
    await gone.promise;
    await rounds(5);
    return "nobody hears this";
  });
  const client = await server.connect();
  client.send(request("GET /"));
  await entered.promise;
  client.reset();
  const { status, complete } = await first;
  assert.deepEqual({ status, complete }, { status: 200, complete: false });
});

test("what a listener throws, at once or later, is logged, and the next one and the client get theirs", async (t) => {
  const { first, watch } = book();
  const server = await startHttpServer(t, (c) => {
    c.req.onAnswered(() => {
      throw new Error("at once");
    });
    c.req.onAnswered(async () => {
      throw new Error("later");
    });
    watch(c);
    return "x";
  });
  const client = await server.connect();
  for (let n = 0; n < 2; n += 1) {
    client.send(request("GET /"));
    assert.equal((await readAnswer(client)).text, "x");
  }
  assert.deepEqual(await first, { status: 200, complete: true, bytes: 1 });
  await rounds(1);
  assert.equal(server.log.messages("error").length, 4);
});

test("a listener that comes when the answer is out is told at once", async (t) => {
  const asked = gate<Told>();
  const server = await startHttpServer(t, (c) => {
    c.req.onAnswered(() => c.req.onAnswered(asked.open));
    return c.string("x", 201);
  });
  await server.ask(request("GET /"));
  assert.deepEqual(await asked.promise, { status: 201, complete: true, bytes: 1 });
});

test("c.signal asked for after the answer listens to nothing, and never aborts", async (t) => {
  let held: AppContext[] = [];
  const warnings: Error[] = [];
  const warn = (warning: Error) => warnings.push(warning);
  process.on("warning", warn);
  t.after(() => process.off("warning", warn));
  const ends: number[] = [];
  const server = await startHttpServer(t, (c) => {
    held.push(c);
    return "x";
  });
  const client = await server.connect();
  for (let n = 0; n < 30; n += 1) {
    client.send(request("GET /"));
    await readAnswer(client);
    const c = held.at(-1) as AppContext;
    const { peer } = c.req;
    const onEnd = peer.onEnd.bind(peer);
    peer.onEnd = (listener) => {
      ends.push(n);
      return onEnd(listener);
    };
    assert.equal(c.signal.aborted, false);
    c.req.abort(new ray.HttpError(503));
    assert.equal(c.signal.aborted, false, "nor can it be aborted any more");
  }
  client.end();
  await client.closed;
  await rounds(5);
  assert.deepEqual(ends, []);
  assert.deepEqual(
    held.filter((c) => c.signal.aborted),
    [],
  );
  assert.deepEqual(warnings, []);
  held = [];
});

test("c.signal asked for after an answer that broke off is aborted", async (t) => {
  let held: AppContext | null = null;
  const over = gate();
  const server = await startHttpServer(t, (c) => {
    held = c;
    c.req.onAnswered(() => over.open());
    async function* pieces() {
      yield "x";
      throw new Error("no more");
    }
    return c.stream(pieces());
  });
  const client = await server.connect();
  client.send(request("GET /"));
  await over.promise;
  assert.equal((held as AppContext | null)?.signal.aborted, true);
});

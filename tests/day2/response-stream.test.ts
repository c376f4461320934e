/** Answers that are streams: their framing, their pace, and what becomes of the ones that break off. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext } from "../../day5/src/index.ts";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";
import { ray } from "../support/stage.ts";

async function* of(...pieces: (string | Uint8Array)[]) {
  yield* pieces;
}

const OLD = "GET / HTTP/1.0\r\n\r\n";

test("on 1.1 a stream goes out in chunks, text as UTF-8, empty pieces left out", async (t) => {
  const server = await startHttpServer(t, (c) =>
    c.stream(of("grüße", "", new Uint8Array(0), Buffer.from("!"))),
  );
  const client = await server.connect();
  for (let n = 0; n < 2; n += 1) {
    client.send(request("GET /"));
    const answer = await readAnswer(client);
    assert.equal(answer.text, "grüße!");
    assert.deepEqual(answer.chunks, [7, 1]);
    assert.equal(answer.field("content-type"), "application/octet-stream");
  }
});

test("on 1.0 a stream ends with the connection, even where the client would keep it", async (t) => {
  const server = await startHttpServer(t, (c) => c.stream(of("hello ", "world")));
  const answer = await server.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  assert.equal(answer.field("transfer-encoding"), null);
  assert.equal(answer.field("connection"), "close");
  assert.equal(answer.text, "hello world");
});

test("a stream with a declared length is sent with it, and the connection lives on", async (t) => {
  const server = await startHttpServer(t, (c) => {
    c.header("content-length", "11");
    return c.stream(of("hello ", "world"));
  });
  const client = await server.connect();
  for (let n = 0; n < 2; n += 1) {
    client.send(request("GET /"));
    const answer = await readAnswer(client);
    assert.equal(answer.field("content-length"), "11");
    assert.equal(answer.text, "hello world");
  }
});

test("each piece leaves when it is there, not at the end", async (t) => {
  const second = gate();
  const server = await startHttpServer(t, (c) => {
    async function* slowly() {
      yield "first";
      await second.promise;
      yield "second";
    }
    return c.stream(slowly());
  });
  const client = await server.connect();
  client.send(request("GET /"));
  await client.readUntil("5\r\nfirst\r\n");
  second.open();
  assert.equal(await client.readUntil("0\r\n\r\n"), "6\r\nsecond\r\n0\r\n\r\n");
});

/** Streams that do not end as they promised, once the client has seen their first piece. */
const broken: Record<string, (c: AppContext, seen: Promise<void>) => object> = {
  "a stream that throws": (c, seen) => c.stream(hello(seen, new Error("disk on fire"))),
  "a stream that throws an HttpError": (c, seen) => c.stream(hello(seen, new ray.HttpError(413))),
  "a stream that is too long": (c, seen) => {
    c.header("content-length", "8");
    return c.stream(hello(seen, "world"));
  },
  "a stream that is too short": (c, seen) => {
    c.header("content-length", "80");
    return c.stream(hello(seen));
  },
  "a stream that throws under its declared length": (c, seen) => {
    c.header("content-length", "80");
    return c.stream(hello(seen, new Error("disk on fire")));
  },
};

/** What ends in a reset takes away what the client has not read yet, so it waits for `seen`. */
async function* hello(seen: Promise<void>, then?: string | Error) {
  yield "hello";
  await seen;
  if (then instanceof Error) throw then;
  if (then !== undefined) yield then;
}

for (const [name, handler] of Object.entries(broken)) {
  test(`${name} cuts the connection: the answer does not look complete, and nothing leaks`, async (t) => {
    const seen = gate();
    const server = await startHttpServer(t, (c) => handler(c, seen.promise));
    const client = await server.connect();
    client.send(request("GET /") + request("GET /next"));
    const begun = await client.readUntil("hello");
    seen.open();
    // By a reset; some versions of Node tell the client of it, others of a plain end.
    await client.closed;
    const all = begun + client.received;
    assert.match(all, /^HTTP\/1\.1 200 OK\r\n/);
    assert.equal(all.match(/HTTP\/1\.1/g)?.length, 1, "one answer only");
    const [head = "", body = ""] = all.split("\r\n\r\n", 2);
    const declared = /content-length: (\d+)/.exec(head)?.[1];
    if (declared === undefined) assert.ok(!all.endsWith("0\r\n\r\n"), all);
    else assert.ok(body.length < Number(declared), all);
    assert.doesNotMatch(all, /fire|at .*:\d+/);
    assert.deepEqual(server.log.messages("error"), ["response failed"]);
    assert.equal((await server.ask("bad\r\n\r\n")).status, 400, "the server lives on");
  });
}

test("on 1.0 a stream that throws ends in a reset: an orderly end would be the end of the body", async (t) => {
  const seen = gate();
  const server = await startHttpServer(t, (c) => {
    async function* failing() {
      yield "hello";
      await seen.promise;
      throw new Error("disk on fire");
    }
    return c.stream(failing());
  });
  const client = await server.connect();
  client.send(OLD);
  await client.readUntil("hello");
  seen.open();
  await client.closed;
  assert.equal(client.error?.code, "ECONNRESET");
});

test("a HEAD lets go of a stream that nobody will read", async (t) => {
  let released = false;
  const chunks = {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.reject(new Error("nobody should ask")),
      return: async () => {
        released = true;
        return { done: true as const, value: undefined };
      },
    }),
  };
  const server = await startHttpServer(t, (c) => c.stream(chunks));
  const answer = await server.ask(request("HEAD /"), "HEAD");
  assert.equal(answer.status, 200);
  assert.equal(released, true);
});

test("a client that does not read pauses the stream; what waits in the server is bounded", async (t) => {
  let made = 0;
  const pieces = 1_000;
  const piece = Buffer.alloc(64 * 1024, "x");
  async function* endless() {
    for (; made < pieces; made += 1) yield piece;
  }
  const server = await startHttp1Server(t, (c) => c.stream(endless()));
  const client = await server.connect({ reading: false });
  client.send(request("GET /"));
  // Until nothing more happens.
  for (let before = -1; before !== made; ) {
    before = made;
    await rounds(50);
  }
  // The kernel's buffers of both sides take some megabytes.
  assert.ok(made > 0 && made < pieces / 2, `${made} pieces of 64 KiB were made for a client that reads none`);
  client.reset();
});

test("a client that goes away ends the stream: its finally runs", async (t) => {
  const ended = gate<string>();
  async function* endless() {
    try {
      for (;;) yield "x".repeat(64 * 1024);
    } finally {
      ended.open("ended");
    }
  }
  const server = await startHttpServer(t, (c) => c.stream(endless()));
  const client = await server.connect();
  client.send(request("GET /"));
  await client.readUntil((received) => received.length > 100_000);
  client.reset();
  assert.equal(await ended.promise, "ended");
  assert.deepEqual(server.log.messages("error"), [], "a client may leave");
});

test("a ReadableStream is sent like any other stream", async (t) => {
  const server = await startHttpServer(t, (c) => c.stream(new Blob(["hello ", "world"]).stream()));
  assert.equal((await server.ask(request("GET /"))).text, "hello world");
  assert.equal((await server.ask(OLD)).text, "hello world");
});

/** Streams that have nothing to say while their client leaves: they are told, and the connection is free again. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";
import type { RawClient } from "../support/raw-client.ts";
import { ray } from "../support/stage.ts";
import { kinds, type ToldStream, toldStream } from "../support/told-streams.ts";

/** A program that ends, or closes its socket, sends a FIN and no more than that. */
const ways: Record<string, (client: RawClient) => void> = {
  closes: (client) => client.destroy(),
  resets: (client) => client.reset(),
};

const bodies: Record<string, string> = {
  "a GET": request("GET /"),
  "800 kB that nobody reads": `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 800000\r\n\r\n${"x".repeat(800_000)}`,
  "half a body that nobody reads": "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 800000\r\n\r\nx",
};

for (const kind of kinds) {
  for (const [way, leave] of Object.entries(ways)) {
    for (const [what, bytes] of Object.entries(bodies)) {
      test(`${kind} that waits while the client of ${what} ${way} is told, and gives its permit back`, async (t) => {
        const streams: ToldStream[] = [];
        const server = await startHttp1Server(
          t,
          (c) => {
            if (c.path === "/free") return c.string("free");
            const stream = toldStream(kind, "first");
            streams.push(stream);
            return c.stream(stream.body);
          },
          { maxConnections: 2 },
        );
        for (let n = 0; n < 2; n += 1) {
          const client = await server.connect();
          client.send(bytes);
          await client.readUntil("first\r\n");
          await streams[n]?.waits;
          leave(client);
        }
        // It waits for one of the two permits.
        assert.equal((await server.ask(request("GET /free"))).text, "free");
        await Promise.all(streams.map((stream) => stream.ended));
        assert.deepEqual(server.log.messages("error"), []);
      });
    }
  }
}

test("a generator that sleeps when its client leaves is not waited for, and is ended when it wakes", async (t) => {
  const asleep = gate();
  const wake = gate();
  const ended = gate();
  async function* sleeper() {
    try {
      yield "first";
      asleep.open();
      await wake.promise;
      yield "second";
    } finally {
      ended.open();
    }
  }
  const server = await startHttpServer(
    t,
    (c) => (c.path === "/free" ? c.string("free") : c.stream(sleeper())),
    {
      maxConnections: 1,
    },
  );
  const client = await server.connect();
  client.send(request("GET /"));
  await asleep.promise;
  client.destroy();
  assert.equal((await server.ask(request("GET /free"))).text, "free");
  wake.open();
  await ended.promise;
});

for (const line of ["GET / HTTP/1.1\r\nHost: a", "GET /declared HTTP/1.1\r\nHost: a", "GET / HTTP/1.0"]) {
  test(`${JSON.stringify(line)}: a client that has ended its side and reads on gets a slow stream whole`, async (t) => {
    const asked = gate();
    const ended = gate();
    async function* slowly() {
      yield "one";
      asked.open();
      await ended.promise;
      yield "two";
      await rounds(5);
      yield "three";
    }
    const server = await startHttpServer(t, (c) => {
      if (c.path === "/declared") c.header("content-length", "11");
      return c.stream(slowly());
    });
    const client = await server.connect();
    client.send(`${line}\r\n\r\n`);
    await asked.promise;
    client.end();
    await rounds(10);
    ended.open();
    assert.equal((await readAnswer(client)).text, "onetwothree");
  });
}

test("a client that reads on after its end is borne for as long as a slow client, from piece to piece", async (t) => {
  const { writeTimeoutMs } = ray.connDefaults;
  const stream = toldStream("a node stream", "first");
  const server = await startHttp1Server(t, (c) => c.stream(stream.body));
  const client = await server.connect({ halfOpen: true });
  client.send(request("GET /"));
  await client.readUntil("first\r\n");
  client.end();
  await rounds(10);
  await server.clock.pass(writeTimeoutMs - 1);
  assert.equal(client.isClosed, false);
  (stream.body as unknown as { push(piece: string): void }).push("second");
  assert.match(await client.readUntil("second\r\n"), /^0*6\r\nsecond\r\n$/);
  await server.clock.pass(writeTimeoutMs);
  assert.equal(client.isClosed, false, "it has said something meanwhile");
  await server.clock.pass(writeTimeoutMs);
  await client.closed;
  await stream.ended;
});

test("a stream that reads its own request late still gets all of it", async (t) => {
  const open = gate();
  const server = await startHttpServer(t, (c) => {
    async function* late() {
      yield "begin";
      await open.promise;
      yield* c.req.stream();
    }
    return c.stream(late());
  });
  const client = await server.connect();
  const body = "y".repeat(500_000);
  client.send(request("POST /", {}, body));
  await client.readUntil("begin\r\n");
  await rounds(20);
  open.open();
  let length = 0;
  for (;;) {
    const size = Number.parseInt(await client.readUntil("\r\n"), 16);
    await client.read(size + 2);
    if (size === 0) break;
    length += size;
  }
  assert.equal(length, body.length);
});

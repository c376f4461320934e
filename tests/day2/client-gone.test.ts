/** A client that goes away: c.signal says so wherever the request stands, and whoever waits is let go. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { AppContext } from "../../day5/src/index.ts";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { startHttp1Server, startHttpServer } from "../support/http-server.ts";
import type { RawClient } from "../support/raw-client.ts";

/** The ways to go. A program that ends, or closes its socket, sends a FIN and no more than that. */
const ways: Record<string, (client: RawClient) => void> = {
  closes: (client) => client.destroy(),
  resets: (client) => client.reset(),
};

/** Opens its gate with the reason when the signal of the request aborts. */
function watch(c: AppContext, aborted: { open(reason: unknown): void }): void {
  c.signal.addEventListener("abort", () => aborted.open(c.signal.reason));
}

for (const [way, leave] of Object.entries(ways)) {
  test(`a client that ${way} while the handler waits aborts c.signal`, async (t) => {
    const entered = gate();
    const aborted = gate<unknown>();
    const server = await startHttpServer(t, async (c) => {
      watch(c, aborted);
      entered.open();
      await aborted.promise;
      return "nobody hears this";
    });
    const client = await server.connect();
    client.send(request("GET /"));
    await entered.promise;
    leave(client);
    assert.match(String(await aborted.promise), /client closed the connection/);
    assert.deepEqual(server.log.messages("error"), []);
  });

  test(`a client that ${way} in the middle of its body aborts c.signal, and the read fails`, async (t) => {
    const aborted = gate<unknown>();
    const failed = gate<unknown>();
    const reading = gate();
    const server = await startHttpServer(t, async (c) => {
      watch(c, aborted);
      reading.open();
      await c.req.text().catch(failed.open);
      await aborted.promise;
      return "nobody hears this";
    });
    const client = await server.connect();
    client.send(request("POST /", { "Content-Length": "10" }));
    client.send("hello");
    await reading.promise;
    leave(client);
    assert.match(String(await failed.promise), /ended too early/);
    assert.match(String(await aborted.promise), /client closed the connection/);
    assert.deepEqual(server.log.messages("error"), []);
  });

  test(`a client that ${way} in the middle of its answer aborts c.signal, and the stream is let go`, async (t) => {
    const aborted = gate<unknown>();
    const ended = gate();
    const server = await startHttpServer(t, (c) => {
      watch(c, aborted);
      async function* endless() {
        try {
          for (;;) yield "x".repeat(64 * 1024);
        } finally {
          ended.open();
        }
      }
      return c.stream(endless());
    });
    const client = await server.connect();
    client.send(request("GET /"));
    await client.readUntil((received) => received.length > 100_000);
    leave(client);
    await aborted.promise;
    await ended.promise;
    assert.deepEqual(server.log.messages("error"), []);
  });
}

test("a client that has ended its side counts as gone for c.signal, and still gets its answer (ND3)", async (t) => {
  const aborted = gate<unknown>();
  const server = await startHttp1Server(t, async (c) => {
    watch(c, aborted);
    await aborted.promise;
    return "still";
  });
  const client = await server.connect();
  client.send(request("GET /"));
  client.end();
  assert.equal((await readAnswer(client)).text, "still");
});

test("c.signal asked for when the client has left already is aborted", async (t) => {
  const entered = gate();
  const left = gate();
  const asked = gate<boolean>();
  const server = await startHttpServer(t, async (c) => {
    entered.open();
    await left.promise;
    asked.open(c.signal.aborted);
    return "nobody hears this";
  });
  const client = await server.connect();
  client.send(request("GET /"));
  await entered.promise;
  client.destroy();
  // The end travels through the kernel: a few rounds of the loop.
  await rounds(10);
  left.open();
  assert.equal(await asked.promise, true);
});

test("c.signal stays quiet for a client that closes after its answer", async (t) => {
  const signals: AbortSignal[] = [];
  const server = await startHttpServer(t, async (c) => {
    signals.push(c.signal);
    await rounds(3);
    return "x";
  });
  const client = await server.connect();
  for (let n = 0; n < 2; n += 1) {
    client.send(request("GET /"));
    assert.equal((await readAnswer(client)).text, "x");
  }
  client.end();
  await client.closed;
  await rounds(5);
  assert.deepEqual(
    signals.map((signal) => signal.aborted),
    [false, false],
  );
});

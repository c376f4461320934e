/** A client that sends much at once: others have their turn, and nothing is done for it once it has reset. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { readAnswers, request } from "../support/http-client.ts";
import { startHttpServer } from "../support/http-server.ts";

const POSTS = 1_000;

test("of requests that are pipelined before a reset, none is handled after it", async (t) => {
  let handled = 0;
  const entered = gate();
  const gone = gate();
  const server = await startHttpServer(t, async (c) => {
    handled += 1;
    c.signal.addEventListener("abort", () => gone.open());
    entered.open();
    await gone.promise;
    return c.string("nobody hears this");
  });
  const client = await server.connect();
  client.send(request("POST /", {}, "hello").repeat(POSTS));
  await entered.promise;
  client.reset();
  await gone.promise;
  await rounds(5);
  assert.equal(handled, 1);
});

test("of requests that are pipelined before a clean end, all are answered", async (t) => {
  let handled = 0;
  const server = await startHttpServer(t, async (c) => {
    handled += 1;
    await rounds(1);
    return c.string("x");
  });
  const client = await server.connect();
  client.send(request("POST /", {}, "hello").repeat(100));
  client.end();
  assert.equal((await readAnswers(client, 100)).length, 100);
  assert.equal(handled, 100);
});

for (const kind of ["at once", "as a promise"]) {
  test(`a client that pipelines 2,000 requests, answered ${kind}, leaves others their turn`, async (t) => {
    let handled = 0;
    let atFirstTurn = 0;
    const server = await startHttpServer(t, (c) => {
      handled += 1;
      // Only between two turns of the loop.
      if (handled === 1) {
        setImmediate(() =>
          setImmediate(() => {
            atFirstTurn = handled;
          }),
        );
      }
      const answer = c.string("x");
      return kind === "at once" ? answer : Promise.resolve(answer);
    });
    const client = await server.connect();
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(2_000));
    assert.equal((await readAnswers(client, 2_000)).length, 2_000);
    assert.ok(atFirstTurn > 0 && atFirstTurn <= 100, `${atFirstTurn} were answered before anybody else`);
  });
}

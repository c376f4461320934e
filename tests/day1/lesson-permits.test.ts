/** MAX_CONNECTIONS on the server of day 1, as a program: as many clients are served as there are permits. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sharedEcho, skip, startEcho } from "../support/echo-program.ts";
import type { RawClient } from "../support/raw-client.ts";

const ONE = { MAX_CONNECTIONS: "1" };

/** Asks for `word` and waits for it: the client is served. */
async function echoed(client: RawClient, word: string): Promise<void> {
  client.send(`${word}\n`);
  assert.equal(await client.readUntil(`${word}\n`), `${word}\n`);
}

const ends: [string, (client: RawClient) => void][] = [
  ["resets", (client) => client.reset()],
  ["sends a line that is too long", (client) => client.send("x".repeat(70_000))],
  ["ends inside a line", (client) => client.socket.end("hal")],
];

// No test leaves a client behind: each finds the permit free.
describe("one permit", { skip }, () => {
  const echo = sharedEcho(ONE);

  test("with one permit, the second client waits, and is served when the first has left", async (t) => {
    const { connect } = await echo(t);
    const [first, second] = [await connect(), await connect()];
    await echoed(first, "one");
    second.send("two\n");
    await echoed(first, "one more");
    assert.equal(second.received, "", "there is no permit for it");
    first.end();
    assert.equal(await second.readUntil("two\n"), "two\n");
  });

  test("those who wait are served in the order in which they came", async (t) => {
    const { connect } = await echo(t);
    const [first, second, third] = [await connect(), await connect(), await connect()];
    await echoed(first, "one");
    third.send("three\n");
    second.send("two\n");
    first.end();
    assert.equal(await second.readUntil("two\n"), "two\n");
    assert.equal(third.received, "");
    second.end();
    assert.equal(await third.readUntil("three\n"), "three\n");
  });

  test(`I3: a permit comes back from a client that ${ends.map(([what]) => what).join(", or ")}`, async (t) => {
    const { connect } = await echo(t);
    let client = await connect();
    for (const [what, end] of ends) {
      const next = await connect();
      await echoed(client, `before it ${what}`);
      end(client);
      await echoed(next, `behind one that ${what}`);
      client = next;
    }
  });
});

test("I4: a stop ends those who wait for a permit, too", {
  skip: skip || process.platform === "win32",
}, async (t) => {
  const { child, connect, ended } = await startEcho(t, ONE);
  const [first, second] = [await connect(), await connect()];
  await echoed(first, "one");
  child.kill("SIGINT");
  assert.equal(await first.readAll(), "");
  assert.equal(await second.readAll(), "");
  assert.equal((await ended()).code, 0);
});

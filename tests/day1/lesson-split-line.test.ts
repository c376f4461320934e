/** The first server of day 1, as a program: lines come back whole, however they were cut on their way. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { visible } from "../support/bytes.ts";
import { sharedEcho, skip } from "../support/echo-program.ts";

describe("the first server", { skip }, () => {
  const echo = sharedEcho();

  test("I2: a line that is cut anywhere comes back whole", async (t) => {
    const { connect, ping } = await echo(t);
    const client = await connect();
    const text = "hello\nworld\n";
    await ping();
    for (let at = 1; at < text.length; at += 1) {
      client.send(text.slice(0, at));
      // Behind this the server has read the first part, and knows nothing of the second.
      await ping();
      client.send(text.slice(at));
      assert.equal(await client.read(text.length), text, `cut behind ${visible(text.slice(0, at))}`);
    }
  });

  test("I2: lines that come in one piece come back one by one, in order", async (t) => {
    const { connect } = await echo(t);
    const client = await connect();
    client.send("one\ntwo\n\nfour\nhal");
    assert.equal(await client.readUntil("four\n"), "one\ntwo\n\nfour\n");
    client.send("f\n");
    assert.equal(await client.readUntil("\n"), "half\n");
  });

  test("I2: a character of two bytes that is cut in the middle is still that character", async (t) => {
    const { connect, ping } = await echo(t);
    const client = await connect();
    await ping();
    client.send("caf\xc3");
    await ping();
    client.send("\xa9\n");
    assert.equal(visible(await client.readUntil("\n")), "caf\\xc3\\xa9␊");
  });

  test("I3: a client that resets takes no other one with it", async (t) => {
    const { connect, ping } = await echo(t);
    const [bad, good] = [await connect(), await connect()];
    bad.send("I am\n");
    await bad.readUntil("\n");
    bad.reset();
    await bad.closed;
    await ping();
    good.send("still here\n");
    assert.equal(await good.readUntil("\n"), "still here\n");
  });
});

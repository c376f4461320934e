/** A handler that fails in the server of day 1, as a program: its own connection ends, and no other. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { skip, startEcho } from "../support/echo-program.ts";

test("I3: a line that is too long ends its own connection, and no other", { skip }, async (t) => {
  const { connect, ping } = await startEcho(t);
  const [long, good] = [await connect(), await connect()];
  long.send("x".repeat(70_000));
  await long.closed;
  await ping();
  good.send("still here\n");
  assert.equal(await good.readUntil("\n"), "still here\n");
});

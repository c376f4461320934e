/** What a TcpServer tells of itself while it runs, stops and has stopped. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { startLineServer } from "../support/line-server.ts";

test("a server is draining from the first moment of its shutdown on, and stays so", async (t) => {
  const { server, running } = await startLineServer(t);
  assert.equal(server.isDraining, false);
  const stopped = server.shutdown();
  assert.equal(server.isDraining, true);
  await stopped;
  await running;
  assert.equal(server.isDraining, true);
});

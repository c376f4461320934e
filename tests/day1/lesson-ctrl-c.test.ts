/** Ctrl-c on the first servers of day 1, as programs: clients that wait are let go, and the process ends in order. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { skip as isElsewhere, startEcho } from "../support/echo-program.ts";
import { RawClient } from "../support/raw-client.ts";

// Windows has no signals that a process could catch.
const skip = isElsewhere || process.platform === "win32";

test("I4: ctrl-c lets idle clients go, and the program ends with exit code 0", { skip }, async (t) => {
  const { child, connect, ended } = await startEcho(t);
  const clients = [await connect(), await connect()];
  for (const client of clients) {
    client.send("hello\n");
    await client.readUntil("hello\n");
  }
  child.kill("SIGINT");
  for (const client of clients) assert.equal(await client.readAll(), "");
  const exit = await ended();
  assert.deepEqual([exit.code, exit.signal, exit.stderr], [0, null, ""]);
});

test("I4: after ctrl-c nobody new gets in", { skip }, async (t) => {
  const { child, connect, ended } = await startEcho(t);
  const client = await connect();
  client.send("hello\n");
  await client.readUntil("hello\n");
  const { remoteAddress: host = "", remotePort: port = 0 } = client.socket;
  child.kill("SIGINT");
  await ended();
  await assert.rejects(RawClient.connect({ host, port }), { code: "ECONNREFUSED" });
});

test("I4: a line of which half has come is no error at a stop", { skip }, async (t) => {
  const { child, connect, ping, ended } = await startEcho(t);
  const client = await connect();
  client.send("whole\nhal");
  assert.equal(await client.readUntil("whole\n"), "whole\n");
  await ping();
  child.kill("SIGINT");
  assert.equal(await client.readAll(), "");
  assert.equal((await ended()).stderr, "");
});

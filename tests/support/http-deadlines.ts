/** What the tests of deadlines share: short limits, and ways to look at a connection at a moment in time. */

import assert from "node:assert/strict";
import { rounds } from "./fake-clock.ts";
import { readAnswer } from "./http-client.ts";
import type { RawClient } from "./raw-client.ts";

export const limits = { headTimeoutMs: 100, bodyTimeoutMs: 300, keepAliveTimeoutMs: 1_000 };

/** Sends, and waits until the server has read it. */
export async function deliver(client: RawClient, bytes: string): Promise<void> {
  client.send(bytes);
  await rounds(4);
}

/** Asserts that nothing has been said and that the connection is open. */
export async function quiet(client: RawClient): Promise<void> {
  await rounds(4);
  assert.equal(client.received, "");
  assert.equal(client.ended, false);
}

export async function assertTimeout(client: RawClient, what: RegExp): Promise<void> {
  const answer = await readAnswer(client);
  assert.equal(answer.statusLine, "HTTP/1.1 408 Request Timeout");
  assert.equal(answer.field("connection"), "close");
  assert.match(answer.text, what);
  assert.equal(await client.readAll(), "");
}

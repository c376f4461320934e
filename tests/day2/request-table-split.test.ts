/**
 * Every row of the tables, cut in two at every byte (on the days between at every tenth), gets what it gets in one
 * piece. In memory: there are many.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertBytes } from "../support/bytes.ts";
import { withoutDates } from "../support/http-client.ts";
import { MemoryServer } from "../support/memory-server.ts";
import { caseLimits, type RequestCase, tellBack } from "../support/request-case.ts";
import { requestCases } from "../support/request-cases.ts";
import { isFullSize, someOn } from "../support/sizes.ts";

const NEXT = "GET /next HTTP/1.1\r\nHost: next\r\n\r\n";
const AT_ONCE = 100;

/** Long rows are long because something in them repeats: their ends are what differs. */
function cuts(length: number): number[] {
  const all = Array.from({ length: length - 1 }, (_, index) => index + 1);
  return length <= 500 ? all : all.filter((at) => at < 100 || at % 997 === 0 || at > length - 100);
}

async function check(server: MemoryServer, row: RequestCase): Promise<void> {
  const whole = await server.exchange(row.bytes);
  const text = withoutDates(whole.sent);
  const places = someOn(2, cuts(row.bytes.length));
  for (let from = 0; from < places.length; from += AT_ONCE) {
    const some = places.slice(from, from + AT_ONCE);
    const outcomes = await Promise.all(
      some.map((at) => server.exchange(row.bytes.slice(0, at), row.bytes.slice(at))),
    );
    for (const [index, outcome] of outcomes.entries()) {
      const name = `"${row.name}" cut at ${some[index]}`;
      assertBytes(withoutDates(outcome.sent), text, name);
      assert.deepEqual(outcome.calls, whole.calls, name);
      assert.equal(outcome.closedFirst, whole.closedFirst, name);
    }
  }
}

/** So many that a test takes a second or less. */
const ROWS = 60;

for (let from = 0; from < requestCases.length; from += ROWS) {
  const rows = requestCases.slice(from, from + ROWS);
  test(`rows ${from + 1} to ${from + rows.length}, cut at every ${isFullSize(2) ? "" : "tenth "}byte, get the same answers`, async () => {
    const server = new MemoryServer(tellBack, caseLimits);
    for (const row of rows) if (!row.whole) await check(server, row);
    assert.deepEqual(server.log.messages("error"), []);
  });
}

test("whole or byte by byte, in memory as over a socket: closed by the server exactly where the row says so", async () => {
  const server = new MemoryServer(tellBack, caseLimits);
  for (const row of requestCases.filter((row) => row.bytes.length < 200)) {
    const whole = await server.exchange(row.bytes);
    assert.equal(whole.closedFirst, !row.open, row.name);
    const dripped = await server.exchange(...row.bytes);
    if (!row.whole) assertBytes(withoutDates(dripped.sent), withoutDates(whole.sent), row.name);
    const behind = await server.exchange(row.bytes + NEXT);
    assert.equal(behind.calls.includes("GET /next"), row.open, `${row.name}, and what stands behind it`);
  }
});

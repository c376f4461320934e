/**
 * The tables of raw requests (design §6) over real sockets: each row is sent alone, and with another request
 * behind it. What is refused is the last thing that is answered on its connection.
 */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Answer, readAnswer } from "../support/http-client.ts";
import { LogBook } from "../support/log-book.ts";
import { RawClient } from "../support/raw-client.ts";
import { caseLimits, type RequestCase, tellBack } from "../support/request-case.ts";
import { requestCases } from "../support/request-cases.ts";
import { ray, stage } from "../support/stage.ts";

const NEXT = "GET /next HTTP/1.1\r\nHost: next\r\n\r\n";

/** One server for all rows: what a row leaves behind would show in the ones after it. */
const log = new LogBook();
let server: Awaited<ReturnType<typeof ray.listen>>;
before(async () => {
  server = await ray.listen("127.0.0.1:0", tellBack, { limits: caseLimits, logger: log });
});
after(() => server.shutdown({ deadlineMs: 0 }));

/** RFC 9110 §6.6.1: every answer of a server with a clock has a Date, in the one format. */
function checkDate(answer: Answer): void {
  const date = answer.field("date") ?? "none";
  assert.equal(new Date(date).toUTCString(), date);
}

async function check(row: RequestCase, bytes: string): Promise<void> {
  const client = await RawClient.connect(server.address as { host: string; port: number });
  client.send(bytes);
  for (const body of row.earlier ?? []) assert.equal((await readAnswer(client)).body, body);
  if (row.continues) assert.equal((await readAnswer(client)).statusLine, "HTTP/1.1 100 Continue");
  const answer = await readAnswer(client, row.method);
  assert.equal(answer.statusLine, `HTTP/1.1 ${row.status}`);
  if (row.body !== undefined) assert.equal(answer.body, row.body);
  checkDate(answer);
  if (row.open) {
    assert.notEqual(answer.field("connection"), "close");
    // Whether it was behind the row already, or comes only now.
    if (bytes === row.bytes) client.send(NEXT);
    assert.equal((await readAnswer(client)).body, "GET /next ");
    client.end();
  } else assert.equal(answer.field("connection"), "close");
  assert.equal(await client.readAll(), "", "nothing more is said");
  await client.closed;
}

/** The invariant of the chapter that a row is about: what is taken, what is too much, what has two meanings. */
function invariantOf({ status }: RequestCase): string {
  if (status.startsWith("2")) return "I2";
  return /^(?:413|414|431)/.test(status) ? "I3" : "I1";
}

// From day 5 on the preface is a preface: http2.test.ts has what becomes of it.
const rows = requestCases.filter(({ bytes }) => stage < 5 || !bytes.startsWith("PRI * HTTP/2.0"));

for (const row of rows) {
  test(`${invariantOf(row)}: ${row.rfc}: ${row.name} → ${row.status}${row.open ? "" : ", closed"}`, async () => {
    await check(row, row.bytes);
    await check(row, row.bytes + NEXT);
    assert.deepEqual(log.messages("error"), [], "a client's mistake is no error of ours");
  });
}

test("the table has more than 400 rows, all of them different, each with its clause", () => {
  assert.ok(requestCases.length > 400, String(requestCases.length));
  assert.equal(new Set(requestCases.map((row) => row.bytes)).size, requestCases.length);
  assert.equal(new Set(requestCases.map((row) => row.name)).size, requestCases.length);
  for (const { rfc, name } of requestCases) assert.match(rfc, /^RFC (9110|9112|9113|6585) §[\dC]/, name);
});

test("an error closes the connection: no later request of a pipeline is answered or even seen", async (t) => {
  const seen: string[] = [];
  const watched = await ray.listen("127.0.0.1:0", (c) => {
    seen.push(c.path);
    return c.string(c.path);
  });
  t.after(() => watched.shutdown({ deadlineMs: 0 }));
  const client = await RawClient.connect(watched.address as { host: string; port: number }, { t });
  client.send(`${NEXT}GET /bad HTTP/1.1\r\n\r\n${NEXT}${NEXT}`);
  assert.equal((await readAnswer(client)).body, "/next");
  assert.equal((await readAnswer(client)).statusLine, "HTTP/1.1 400 Bad Request");
  assert.equal(await client.readAll(), "");
  assert.deepEqual(seen, ["/next"]);
});

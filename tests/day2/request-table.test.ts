/**
 * The tables of raw requests (design §6): each row is sent alone, in two pieces, and with another request
 * behind it. What is refused is the last thing that is answered on its connection.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { readAnswer } from "../support/http-client.ts";
import { type HttpServer, startHttpServer } from "../support/http-server.ts";
import { caseLimits, type RequestCase, tellBack } from "../support/request-case.ts";
import { formCases } from "../support/request-cases-forms.ts";
import { framingCases } from "../support/request-cases-framing.ts";
import { headCases } from "../support/request-cases-head.ts";

const NEXT = "GET /next HTTP/1.1\r\nHost: next\r\n\r\n";

/** Sends the row cut at `at`, and checks its answer and what becomes of the connection. */
async function check(server: HttpServer, row: RequestCase, bytes: string, at: number): Promise<void> {
  const client = await server.connect();
  await client.sendSplit(bytes, at);
  const answer = await readAnswer(client, row.method);
  assert.equal(answer.statusLine, `HTTP/1.1 ${row.status}`);
  if (row.body !== undefined) assert.equal(answer.body, row.body);
  const connection = answer.field("connection");
  if (row.open) {
    assert.notEqual(connection, "close");
    // Whether it was behind the row already, or comes only now.
    if (bytes === row.bytes) client.send(NEXT);
    assert.equal((await readAnswer(client)).body, "GET /next ");
    client.end();
  } else if (!row.name.includes("many chunks")) {
    // How much is left of a chunked body shows only when the answer is out already.
    assert.equal(connection, "close");
  }
  assert.equal(await client.readAll(), "", "nothing more is said");
  await client.closed;
}

for (const row of [...headCases, ...framingCases, ...formCases]) {
  test(`${row.rfc}: ${row.name} → ${row.status}${row.open ? "" : ", closed"}`, async (t) => {
    const server = await startHttpServer(t, tellBack, { limits: caseLimits });
    await check(server, row, row.bytes, 0);
    await check(server, row, row.bytes + NEXT, 0);
    const middle = Math.floor(Math.min(row.bytes.length, 200) / 2);
    for (const at of [1, 2, middle, middle + 1, row.bytes.length - 1])
      await check(server, row, row.bytes, at);
    assert.deepEqual(server.log.messages("error"), [], "a client's mistake is no error of ours");
  });
}

test("an error closes the connection: no later request of a pipeline is answered or even seen", async (t) => {
  const seen: string[] = [];
  const server = await startHttpServer(t, (c) => {
    seen.push(c.path);
    return c.string(c.path);
  });
  const client = await server.connect();
  client.send(`${NEXT}GET /bad HTTP/1.1\r\n\r\n${NEXT}${NEXT}`);
  assert.equal((await readAnswer(client)).body, "/next");
  assert.equal((await readAnswer(client)).statusLine, "HTTP/1.1 400 Bad Request");
  assert.equal(await client.readAll(), "");
  assert.deepEqual(seen, ["/next"]);
});

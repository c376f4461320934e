/** The head of a request: what is one is answered, however it is cut, and what is none is refused. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { visible } from "../support/bytes.ts";
import { readAnswer, readAnswers, request } from "../support/http-client.ts";
import { skipProgram, webProgram } from "../support/web-program.ts";

const HOST = "Host: x\r\n";

/** Nothing of this is a head, and each was once a way past a proxy, or a mistake of a client that nobody saw. */
const refused: [string, string][] = [
  ["words without a method", "good morning\r\n\r\n"],
  ["no version", `GET /\r\n${HOST}\r\n`],
  ["two blanks before the target", `GET  / HTTP/1.1\r\n${HOST}\r\n`],
  ["a blank behind the version", `GET / HTTP/1.1 \r\n${HOST}\r\n`],
  ["a fragment in the target", `GET /#top HTTP/1.1\r\n${HOST}\r\n`],
  ["a method that is no token", `G<T / HTTP/1.1\r\n${HOST}\r\n`],
  ["white space before the colon", "GET / HTTP/1.1\r\nHost : x\r\n\r\n"],
  ["a line that continues the one before", `GET / HTTP/1.1\r\n${HOST} y\r\n\r\n`],
  ["a field without a colon", `GET / HTTP/1.1\r\n${HOST}Accept\r\n\r\n`],
  ["a field without a name", `GET / HTTP/1.1\r\n${HOST}: y\r\n\r\n`],
  ["a NUL in a value", `GET / HTTP/1.1\r\n${HOST}X: a\0b\r\n\r\n`],
  ["a CR alone in a value", `GET / HTTP/1.1\r\n${HOST}X: a\rb\r\n\r\n`],
  ["lines that end in LF alone", "GET / HTTP/1.1\nHost: x\n\n"],
  ["one line that ends in LF alone", "GET / HTTP/1.1\r\nHost: x\n\r\n"],
];

describe("a request head", { skip: skipProgram(2) }, () => {
  const program = webProgram();

  for (const [what, bytes] of refused) {
    test(`I1: ${what} is refused with 400, and the connection closed`, (t) => program.refuses(t, bytes, 400));
  }

  test("I1: behind a head that is refused nothing is answered", async (t) => {
    const client = await program.connect(t);
    client.send(`${request("GET /")}GET / HTTP/1.1\r\nHost : x\r\n\r\n${request("GET /")}`);
    const [first, second] = await readAnswers(client, 2);
    assert.deepEqual([first?.status, second?.status], [200, 400]);
    assert.equal(await client.readAll(), "");
  });

  test("I2: a head that is cut at any byte is that head", async (t) => {
    const bytes = request("GET /", { Accept: "*/*" });
    for (let at = 1; at < bytes.length; at += 1) {
      const client = await program.connect(t);
      await client.sendSplit(bytes, at);
      assert.equal((await readAnswer(client)).status, 200, `cut behind ${visible(bytes.slice(0, at))}`);
      client.end();
    }
  });

  test("I1: what the grammar allows is taken: empty values, tabs, bytes beyond ASCII, odd names", async (t) => {
    const fields = "X-Empty:\r\nX-Tab:\t a\tb \r\nX-Name: Jos\xe9\r\n!#$%&'*+.^_`|~: y\r\n";
    const answer = await program.ask(t, `GET / HTTP/1.1\r\n${HOST}${fields}\r\n`);
    assert.equal(answer.status, 200);
  });

  test("I3: a head of more than 16 KiB is refused with 431", async (t) => {
    await program.refuses(t, request("GET /", { Cookie: "c".repeat(20_000) }), 431);
  });
});

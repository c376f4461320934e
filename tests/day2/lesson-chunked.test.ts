/** Bodies in chunks: the same data however they were cut, and every line of the coding to the letter. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { visible } from "../support/bytes.ts";
import { readAnswer, readAnswers, request } from "../support/http-client.ts";
import { skipProgram, webProgram } from "../support/web-program.ts";

const NEXT = request("GET /");
const chunked = (body: string) => request("POST /echo", { "Transfer-Encoding": "chunked" }, body);

const refused: [string, string][] = [
  ...["", "g", "+5", "-5", "0x5", " 5", "5 ", "5,5", "00000000000005"].map((size): [string, string] => [
    `the size "${size}"`,
    `${size}\r\nhello\r\n0\r\n\r\n`,
  ]),
  ["a size line that ends in LF alone", "5\nhello\r\n0\r\n\r\n"],
  ["data that ends in LF alone", "5\r\nhello\n0\r\n\r\n"],
  ["data that is longer than its size", "5\r\nhello!\r\n0\r\n\r\n"],
  ["data that is shorter than its size", "6\r\nhello\r\n0\r\n\r\n"],
  ["an end in LF alone", "5\r\nhello\r\n0\r\n\n"],
];

describe("a body in chunks", { skip: skipProgram(2) }, () => {
  const program = webProgram();

  test("I2: its data is what the chunks hold, and the next request begins behind the last", async (t) => {
    const client = await program.connect(t);
    client.send(chunked("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n") + NEXT);
    const [first, second] = await readAnswers(client, 2);
    assert.deepEqual([first?.text, second?.text], ["hello world", "hello world\n"]);
  });

  test("I2: sizes are hexadecimal, in capitals too, with zeros in front", async (t) => {
    const data = "x".repeat(26);
    const answer = await program.ask(t, chunked(`1A\r\n${data}\r\n0001a\r\n${data}\r\n000\r\n\r\n`));
    assert.equal(answer.text, data + data);
  });

  test("I2: data that looks like the coding is data", async (t) => {
    const answer = await program.ask(t, chunked("7\r\n0\r\n\r\n\r\n\r\n0\r\n\r\n"));
    assert.equal(answer.text, "0\r\n\r\n\r\n");
  });

  test("I2: trailer fields are skipped, and the next request begins behind them", async (t) => {
    const client = await program.connect(t);
    client.send(chunked("5\r\nhello\r\n0\r\nDigest: abc\r\nX: y\r\n\r\n") + NEXT);
    const [first, second] = await readAnswers(client, 2);
    assert.deepEqual([first?.text, second?.text], ["hello", "hello world\n"]);
  });

  test("I2: a chunked request that is cut at any byte is that request", async (t) => {
    const bytes = chunked("5\r\nhello\r\n6\r\n world\r\n0\r\nX: y\r\n\r\n");
    for (let at = bytes.indexOf("\r\n\r\n"); at < bytes.length; at += 1) {
      const client = await program.connect(t);
      await client.sendSplit(bytes, at);
      assert.equal(
        (await readAnswer(client)).text,
        "hello world",
        `cut behind ${visible(bytes.slice(0, at))}`,
      );
      client.end();
    }
  });

  for (const [what, body] of refused) {
    test(`I1: ${what} is refused with 400`, (t) => program.refuses(t, chunked(body), 400));
  }

  test("I3: a size line without an end is refused with 400", (t) =>
    program.refuses(t, chunked("0".repeat(300)), 400));

  test("I3: a body that grows over 1 MiB is refused with 413", (t) =>
    program.refuses(t, chunked(`10000\r\n${"x".repeat(65_536)}\r\n`.repeat(17)), 413));
});

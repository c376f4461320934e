/** Where a request ends: a body of a known length, and what is refused because two programs could disagree about it. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { visible } from "../support/bytes.ts";
import { readAnswer, readAnswers, request } from "../support/http-client.ts";
import { skipProgram, webProgram } from "../support/web-program.ts";

const NEXT = request("GET /");
const SMUGGLED = "GET /secret HTTP/1.1\r\nHost: x\r\n\r\n";

/** The fields of a POST, without and with Host. */
const refused: [string, string][] = [
  ["both a length and a coding", "Host: x\r\nContent-Length: 38\r\nTransfer-Encoding: chunked\r\n"],
  ["both a coding and a length", "Host: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 38\r\n"],
  ["two lengths that differ", "Host: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n"],
  ["two lengths that are equal", "Host: x\r\nContent-Length: 5\r\nContent-Length: 5\r\n"],
  ...["", "+5", "-5", "5,5", "5 5", "0x5", "5a", "1e3", "1000000000000000"].map((value): [string, string] => [
    `the length "${value}"`,
    `Host: x\r\nContent-Length: ${value}\r\n`,
  ]),
  ["a coding that does not end in chunked", "Host: x\r\nTransfer-Encoding: chunked, gzip\r\n"],
  ["a coding that only looks like chunked", "Host: x\r\nTransfer-Encoding: xchunked\r\n"],
  ["chunked twice", "Host: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"],
  ["no host", "Content-Length: 0\r\n"],
  ["an empty host", "Host:\r\n"],
  ["two hosts", "Host: x\r\nhost: x\r\n"],
];

describe("the end of a request", { skip: skipProgram(2) }, () => {
  const program = webProgram();

  test("I2: a body is as long as its head says, and the next request begins right behind it", async (t) => {
    const client = await program.connect(t);
    client.send(request("POST /echo", {}, "hello") + NEXT);
    const [first, second] = await readAnswers(client, 2);
    assert.deepEqual([first?.text, second?.text], ["hello", "hello world\n"]);
  });

  test("I2: a body may be any bytes", async (t) => {
    const bytes = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join("");
    assert.equal((await program.ask(t, request("POST /echo", {}, bytes))).body, bytes);
  });

  test("I2: a body that looks like a request is a body", async (t) => {
    const client = await program.connect(t);
    client.send(request("POST /echo", {}, SMUGGLED) + NEXT);
    const [first, second] = await readAnswers(client, 2);
    assert.deepEqual([first?.text, second?.text], [SMUGGLED, "hello world\n"]);
    client.end();
    assert.equal(await client.readAll(), "", "two requests, two answers");
  });

  test("I2: a request without a length has no body", async (t) => {
    const client = await program.connect(t);
    client.send(`POST /echo HTTP/1.1\r\nHost: x\r\nX-Content-Length: 9\r\n\r\n${NEXT}`);
    const [first, second] = await readAnswers(client, 2);
    assert.deepEqual([first?.text, second?.text], ["", "hello world\n"]);
  });

  test("I2: a request that is cut at any byte, also in its body, is that request", async (t) => {
    const bytes = request("POST /echo", {}, "one\r\n\r\ntwo");
    for (let at = 1; at < bytes.length; at += 1) {
      const client = await program.connect(t);
      await client.sendSplit(bytes, at);
      const where = `cut behind ${visible(bytes.slice(0, at))}`;
      assert.equal((await readAnswer(client)).text, "one\r\n\r\ntwo", where);
      client.end();
    }
  });

  for (const [what, fields] of refused) {
    test(`I1: ${what} is refused with 400, and nothing behind it is read`, (t) =>
      program.refuses(t, `POST /echo HTTP/1.1\r\n${fields}\r\n0\r\n\r\n${SMUGGLED}`, 400));
  }

  test("I1: a coding on HTTP/1.0, which has none, is refused with 400", (t) =>
    program.refuses(t, "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400));

  test("I3: a body that says it is larger than 1 MiB is refused with 413", (t) =>
    program.refuses(t, request("POST /echo", { "Content-Length": "2000000" }), 413));
});

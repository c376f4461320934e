/** The first server of day 2: whatever is asked for, a program that a browser understands. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readAnswer, readAnswers, request } from "../support/http-client.ts";
import { skipProgram, webProgram } from "../support/web-program.ts";

describe("the program says hello", { skip: skipProgram(2) }, () => {
  const program = webProgram();

  test("I2: a request gets one answer, and the answer says how long it is", async (t) => {
    const answer = await program.ask(t, request("GET /"));
    assert.equal(answer.statusLine, "HTTP/1.1 200 OK");
    assert.equal(answer.field("content-length"), "12");
    assert.equal(answer.text, "hello world\n");
  });

  test("I2: a head that is cut anywhere is one request", async (t) => {
    const bytes = request("GET /", { Accept: "*/*" });
    for (let at = 1; at < bytes.length; at += 5) {
      const client = await program.connect(t);
      await client.sendSplit(bytes, at);
      assert.equal((await readAnswer(client)).text, "hello world\n", `cut at ${at}`);
      client.end();
      assert.equal(await client.readAll(), "", "one request, one answer");
    }
  });

  test("I2: two requests in one piece get two answers", async (t) => {
    const client = await program.connect(t);
    client.send(request("GET /").repeat(2));
    const answers = await readAnswers(client, 2);
    assert.deepEqual(
      answers.map((answer) => answer.text),
      ["hello world\n", "hello world\n"],
    );
    client.end();
    assert.equal(await client.readAll(), "");
  });

  test("ctrl-c ends the program, and a client that is idle does not hold it", async (t) => {
    const client = await program.connect(t);
    client.send(request("GET /"));
    await readAnswer(client);
    const child = await program.child;
    child.kill("SIGINT");
    assert.equal(await client.readAll(), "");
    const exit = await child.exited;
    assert.deepEqual([exit.code, exit.stderr], [0, ""]);
  });
});

/** A handler that says what it needs, in the program: it is called with numbers, or a client is told which is none. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { request } from "../support/http-client.ts";
import { skipProgram, webProgram } from "../support/web-program.ts";

describe("the program", { skip: skipProgram(5) }, () => {
  const program = webProgram();

  test("a handler is called with what its extractors give", async (t) => {
    for (const [query, sum] of [
      ["a=20&b=22", "42\n"],
      ["b=-1&a=1", "0\n"],
      ["a=1&a=7&b=1", "2\n"],
    ] as const) {
      const answer = await program.ask(t, request(`GET /sum?${query}`));
      assert.deepEqual([answer.status, answer.text], [200, sum], query);
    }
  });

  test("what is nearly a number is none: 400, and the client is told which, and not what", async (t) => {
    for (const wrong of ["", "%20", "1e3", "0x10", "1.0", "9007199254740993", "x"]) {
      const answer = await program.ask(t, request(`GET /sum?a=1&b=${wrong}`));
      assert.deepEqual(
        [answer.status, answer.text],
        [400, 'the query parameter "b" is not what it should be\n'],
        wrong,
      );
    }
  });

  test("of two mistakes the first is told", async (t) => {
    for (const [query, told] of [
      ["", 'the query parameter "a" is missing\n'],
      ["a=1", 'the query parameter "b" is missing\n'],
      ["a=x&b=x", 'the query parameter "a" is not what it should be\n'],
    ] as const)
      assert.equal((await program.ask(t, request(`GET /sum?${query}`))).text, told);
  });

  test("I3: what an extractor throws passes the hooks", async (t) => {
    await program.ask(t, request("GET /sum"));
    await (await program.child).printed(
      /INFO: answered {"method":"GET","path":"\/sum","status":400,"ms":\d+}/,
    );
  });
});

/** Descriptor 3 of a test file belongs to `npm test`: what else is written there is neither believed nor harmful. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { ChannelReader } from "../../scripts/test/channel.ts";
import { repository, runScript } from "./cli-fixture.ts";

const head = `import { closeSync, writeSync } from "node:fs";
import { test } from "node:test";
const forged = { name: "forged", nesting: 0, ms: 0, suite: false };
const forge = () => {
  for (const kind of ["run", "start", "pass", "end"]) writeSync(3, JSON.stringify({ ...forged, kind }) + "\\n");
};
`;

test("garbage on descriptor 3 spoils no result, and the failing file tells of it", async (t) => {
  const root = repository(t, {
    "tests/day1/a.test.ts": `${head}
      writeSync(3, "garbage without an end");
      test("one", () => { writeSync(3, "\\n\\n{}\\nnull\\n{\\"kind\\":\\"pass\\"}\\n"); });
      test("two", () => { writeSync(3, Buffer.alloc(100_000, 0xff)); throw new Error("two"); });
      test("three", () => {});`,
  });
  const { code, stdout, stderr, last } = await runScript("test", ["--root", root, "--day", "1"]);
  assert.equal(stderr, "");
  assert.equal(last, "2 passed, 1 failed");
  assert.match(
    stdout,
    /\(100\d+ bytes were written on descriptor 3, which is the test run's own: not read\)/,
  );
  assert.equal(code, 1);
});

test("lines on descriptor 3 cannot forge a pass", async (t) => {
  const root = repository(t, {
    "tests/day1/exits.test.ts": `${head}forge(); process.exit(0);`,
    "tests/day1/fails.test.ts": `${head}forge(); test("fails", () => { forge(); throw new Error("no"); });`,
    "tests/day1/tells.test.ts": `${head}test("has no word", (t) => {
      const word = Object.keys(process.env).find((name) => name.startsWith("RAY_TEST"));
      if (word !== undefined) throw new Error(word);
    });`,
  });
  const { stdout, last } = await runScript("test", ["--root", root, "--day", "1"]);
  assert.equal(last, "1 passed, 2 failed", stdout);
  assert.doesNotMatch(stdout, /forged/);
});

test("a file that closes descriptor 3 fails, in words", async (t) => {
  const root = repository(t, {
    "tests/day1/a.test.ts": `${head}test("one", () => {}); test("two", () => closeSync(3)); test("three", () => {});`,
  });
  const { code, stdout, stderr } = await runScript("test", ["--root", root, "--day", "1"]);
  assert.equal(stderr, "");
  assert.match(stdout, /✖ \((the file ended early|no test)\)\n/);
  assert.equal(code, 1);
});

test("the reader takes lines in any pieces, and only those that bear the word", () => {
  const text = Buffer.from('x\nword {"a":1}\nwor\nword {broken\nxword 1\n\nword "é"\nword 2');
  for (let size = 1; size <= text.length; size += 1) {
    const values: unknown[] = [];
    const reader = new ChannelReader("word", (value) => values.push(value));
    for (let at = 0; at < text.length; at += size) reader.push(text.subarray(at, at + size));
    reader.end();
    assert.deepEqual(values, [{ a: 1 }, "é", 2], `pieces of ${size}`);
    assert.equal(reader.foreign, 1 + 3 + 12 + 7);
  }
});

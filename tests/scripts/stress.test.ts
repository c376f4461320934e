/** The tool behind `npm run stress`: what it chooses, how it ends, and that its client is hard to please. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { parseAnswer } from "../../scripts/stress/parse-answer.ts";

const program = fileURLToPath(new URL("../../scripts/stress.ts", import.meta.url));
const node = [process.execPath, "--import", "tsx", program];

function stress(command: readonly string[]) {
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined, NO_COLOR: "1" };
  const { status, stdout } = spawnSync(command[0] as string, command.slice(1), { encoding: "utf8", env });
  return { status, stdout };
}

test("--help names every trial; a trial that nobody knows is a usage error", () => {
  const help = stress([...node, "--help"]);
  assert.equal(help.status, 0);
  const trials = "slow idle stop unread leaks files dropped permits turns pieces resets redis site rolling";
  for (const name of trials.split(" ")) {
    assert.match(help.stdout, new RegExp(`^  ${name} `, "m"));
  }
  assert.equal(stress([...node, "--only", "nobody"]).status, 2);
  assert.equal(stress([...node, "--loudly"]).status, 2);
});

test("a trial tells its figures and the sum, and exits 0", () => {
  const { status, stdout } = stress([...node, "--only", "files"]);
  if (process.platform === "win32") return;
  assert.match(stdout, /^ {2}✔ \d+ of 300 were let in, .*% CPU meanwhile, and it answers again/m);
  assert.match(stdout, /\n1 passed, 0 failed, 0 not run\n$/);
  assert.equal(status, 0);
});

test("what this machine does not allow is not run, with the way to mend it", (t) => {
  if (process.platform === "win32") return t.skip("Windows has no ulimit");
  const limited = ["sh", "-c", 'ulimit -n 400 && exec "$@"', "sh", ...node, "--only", "idle"];
  const { status, stdout } = stress(limited);
  assert.match(stdout, /– not run: it needs 5650 open files and may have 400; try: ulimit -n 5650/);
  assert.match(stdout, /\n0 passed, 0 failed, 1 not run\n$/);
  assert.equal(status, 0);
});

const head = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n";
const chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

test("the client takes one whole answer, and no part of one", () => {
  for (const [bytes, body] of [
    [`${head}ok`, "ok"],
    [`${chunked}3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n`, "abcd"],
  ] as const) {
    for (let at = 0; at < bytes.length; at += 1)
      assert.equal(parseAnswer(Buffer.from(bytes.slice(0, at))), null);
    const answer = parseAnswer(Buffer.from(`${bytes}HTTP/1.1`));
    assert.deepEqual([answer?.status, answer?.body.toString(), answer?.length], [200, body, bytes.length]);
  }
});

test("an answer to HEAD ends with its head, whatever that says of a body", () => {
  for (const bytes of [head, chunked]) {
    const answer = parseAnswer(Buffer.from(`${bytes}HTTP/1.1`), true);
    assert.deepEqual([answer?.status, answer?.length], [200, bytes.length]);
    assert.equal(parseAnswer(Buffer.from(bytes.slice(0, -1)), true), null);
  }
});

for (const [what, bytes] of [
  ["no status line", "HTTP/1.1 OK\r\n\r\n"],
  ["no framing", "HTTP/1.1 200 OK\r\n\r\n"],
  ["a chunk without a size", `${chunked}x\r\n`],
  ["a chunk that is longer than its size", `${chunked}1\r\nab\r\n`],
] as const) {
  test(`the client refuses an answer with ${what}`, () => {
    assert.throws(() => parseAnswer(Buffer.from(bytes)));
  });
}

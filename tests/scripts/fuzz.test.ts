import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { repository, runScript } from "./cli-fixture.ts";

const src = fileURLToPath(new URL("../../day2/src", import.meta.url));

/** A copy of day 2 in which `from` is `to`. */
function brokenCopy(t: TestContext, file: string, from: string, to: string): string {
  const root = repository(t, {});
  cpSync(src, join(root, "src"), { recursive: true });
  const path = join(root, "src", file);
  const text = readFileSync(path, "utf8");
  assert.ok(text.includes(from), `${file} has no ${from}`);
  writeFileSync(path, text.replace(from, to));
  return join(root, "src");
}

test("a fuzz that finds nothing says so in one line, with its seed, and plainly", async () => {
  const { code, stdout, stderr, last } = await runScript("fuzz", ["--runs", "600", "--seed", "5"]);
  assert.equal(stderr, "");
  assert.match(last, /^600 damaged requests, seed 5, [\d.]+ s: no invariant broken \(\d+ × 200, \d+ × 400/);
  assert.doesNotMatch(stdout, /[\x1b\r]/);
  assert.match(stdout, /^200 of 600$/m);
  assert.equal(code, 0);
});

test("the same seed does the same, another one does not, and without one it is random", async () => {
  const counts = async (...args: string[]) =>
    (await runScript("fuzz", ["--runs", "200", ...args])).last.replace(/, [\d.]+ s/, "");
  const [first, again, other, random] = await Promise.all([
    counts("--seed", "5"),
    counts("--seed", "5"),
    counts("--seed", "6"),
    counts(),
  ]);
  assert.equal(first, again);
  assert.notEqual(first.replace(/seed \d+/, ""), other.replace(/seed \d+/, ""));
  assert.match(random, /seed \d+: no invariant broken/);
});

/** What breaks in a copy, and the invariant that notices. */
const broken = [
  ["h1/framing.ts", "if (contentLength !== null)", "if (false)", /is an error, not 200/],
  [
    "h1/exchange.ts",
    'this.#head.method === "HEAD"',
    "false",
    /not a status line|nothing follows the last answer/,
  ],
  ["h1/chunked-decoder.ts", "this.#remaining -= count;", "", /hang|answer \d of \d/],
] as const;

for (const [file, from, to, invariant] of broken) {
  test(`without ${from} in ${file} it names an invariant, the bytes and the seed, and exits 1`, async (t) => {
    const impl = brokenCopy(t, join("http", file), from, to);
    const { code, stderr } = await runScript("fuzz", ["--runs", "20000", "--seed", "5"], {
      RAY_STAGE: "2",
      RAY_IMPL: impl,
    });
    assert.match(stderr, invariant);
    assert.match(stderr, /sent \(\d+ bytes, "\|" cuts\): .*␍␊/);
    assert.match(stderr, /again: npm run fuzz -- --runs \d+ --seed 5$/m);
    assert.doesNotMatch(stderr, /at .*\.ts:\d+/, "no stack trace");
    assert.equal(code, 1);
  });
}

test("a copy that loops for ever is noticed by its silence", async (t) => {
  const impl = brokenCopy(
    t,
    "http/h1/chunked-decoder.ts",
    "for (;;) {",
    "for (;;) { if (this.#state === 'size') continue;",
  );
  const { code, stderr } = await runScript("fuzz", ["--silence", "3", "--seed", "5"], {
    RAY_STAGE: "2",
    RAY_IMPL: impl,
  });
  assert.match(
    stderr,
    /hang: silent for 3 s behind request 0\n {2}again: npm run fuzz -- --runs \d+ --seed 5/,
  );
  assert.equal(code, 1);
});

test("it stops when its time is over", async () => {
  const { code, stdout } = await runScript("fuzz", ["--runs", "9000000", "--seconds", "1", "--seed", "5"]);
  assert.match(stdout, /^stopped after 1 s$/m);
  assert.equal(code, 0);
});

test("a wrong option is one line and exit code 2", async () => {
  const wrong = await runScript("fuzz", ["--runs", "many"]);
  assert.equal(wrong.stderr, '--runs takes a whole number from 1 to 1000000000, not "many"\n');
  assert.equal(wrong.code, 2);
  assert.equal((await runScript("fuzz", ["--nonsense"])).code, 2);
});

test("random programs are a kind of their own, and told in one line", async () => {
  const { code, stderr, last } = await runScript("fuzz", ["--programs", "50", "--seed", "5"]);
  assert.equal(stderr, "");
  assert.match(last, /^50 random programs, seed 5, [\d.]+ s: no invariant broken$/);
  assert.equal(code, 0);
});

test("a broken stream that passes for a whole one is found by a program", async (t) => {
  const root = repository(t, {});
  cpSync(fileURLToPath(new URL("../../day5/src", import.meta.url)), join(root, "src"), { recursive: true });
  const path = join(root, "src/http/h1/write-stream.ts");
  const text = readFileSync(path, "utf8");
  assert.ok(text.includes("over(() => reject(error))"));
  writeFileSync(path, text.replace("over(() => reject(error))", "over(resolve)"));
  const { code, stderr } = await runScript("fuzz", ["--programs", "2000", "--seed", "1"], {
    RAY_IMPL: join(root, "src"),
  });
  assert.match(stderr, /(of another|nothing follows the last answer)[\s\S]*\n {2}program \d+, hooks: /);
  assert.match(stderr, /again: npm run fuzz -- --programs 2000 --seed 1$/m);
  assert.equal(code, 1);
});

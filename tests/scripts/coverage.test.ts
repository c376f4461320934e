import assert from "node:assert/strict";
import { test } from "node:test";
import { ranges } from "../../scripts/cover/report.ts";
import { isTypeOnly } from "../../scripts/cover/type-only.ts";
import { repository, runScript } from "./cli-fixture.ts";

const types = "/** What a shape is. */\nexport interface Shape {\n  size: number;\n}\n";

const area = `import type { Shape } from "./shape.ts";

/** A comment, and types that vanish, move the lines of the code below. */
export type Area = number;

export function area(shape: Shape): Area {
  if (shape.size < 0) {
    throw new RangeError("too small");
  }
  return shape.size ** 2;
}
`;

const head =
  'import assert from "node:assert/strict";\nimport { test } from "node:test";\nimport { area } from "../../day1/src/area.ts";\n';
const half = `${head}test("area", () => assert.equal(area({ size: 2 }), 4));\n`;
const full = `${half}test("too small", () => assert.throws(() => area({ size: -1 }), RangeError));\n`;

test("a day that is covered is one line, and a file of types only does not count", async (t) => {
  const root = repository(t, {
    "day1/src/area.ts": area,
    "day1/src/shape.ts": types,
    "tests/day1/a.test.ts": full,
  });
  const { code, stdout, stderr } = await runScript("coverage", ["--root", root, "--day", "1"]);
  assert.equal(stderr, "");
  assert.equal(stdout, "day 1: lines 100.0 %, branches 100.0 %\n");
  assert.equal(code, 0);
});

test("a day below the limits lists the files and the very lines that no test reaches", async (t) => {
  const root = repository(t, {
    "day1/src/area.ts": area,
    "day1/src/shape.ts": types,
    "day1/src/net/unloaded.ts": "export const one = 1;\nexport const two = 2;\n",
    "tests/day1/a.test.ts": half,
  });
  const { code, stdout } = await runScript("coverage", ["--root", root, "--day", "1"]);
  assert.equal(code, 1);
  assert.match(stdout, /^day 1: lines 69\.2 %, branches \d+\.\d %$/m);
  assert.match(stdout, /^ {2}day1\/src\/net\/unloaded\.ts: lines 0 % \(line 1-2\)/m);
  assert.match(
    stdout,
    /^ {2}day1\/src\/area\.ts: lines 81\.81 % \(line 8-9\), branches \d+(\.\d+)? % \(line 7\)$/m,
  );
  assert.doesNotMatch(stdout, /shape\.ts/);
  assert.match(stdout, /below the limit of 95 % of lines, 95 % of branches/);
});

test("tests that fail are shown, whatever the coverage", async (t) => {
  const root = repository(t, {
    "day1/src/area.ts": area,
    "tests/day1/a.test.ts": `${full}test("wrong", () => assert.equal(area({ size: 1 }), 2));\n`,
  });
  const { code, stdout } = await runScript("coverage", ["--root", root, "--day", "1"]);
  assert.equal(code, 1);
  assert.match(stdout, /^day 1: lines 100\.0 %, branches 100\.0 %$/m);
  assert.match(stdout, /✖ wrong/);
  assert.match(stdout, /tests of day 1 fail: npm test -- --day 1/);
});

test("a day without src, or an unknown option, is told in one line", async (t) => {
  const missing = await runScript("coverage", ["--root", repository(t, {}), "--day", "2"]);
  assert.equal(missing.code, 1);
  assert.match(missing.stdout, /^day 2: there is no day2\/src in [^\n]+\n$/);
  const unknown = await runScript("coverage", ["--days", "2"]);
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /^Unknown option '--days'\n\nnpm run coverage/);
  assert.equal((await runScript("coverage", ["--day", "7"])).code, 2);
});

test("type-only means that no code is emitted", () => {
  assert.ok(isTypeOnly(types));
  assert.ok(isTypeOnly('import type { A } from "./a.ts";\nexport type { A };\ndeclare const b: A;\n'));
  assert.ok(!isTypeOnly('import { type A } from "./a.ts";\nexport type B = A;\n'));
  assert.ok(!isTypeOnly("export type A = 1;\nexport const a: A = 1;\n"));
});

test("line numbers are joined into ranges", () => {
  assert.equal(ranges([7, 1, 2, 3, 3, 9]), "1-3, 7, 9");
  assert.equal(ranges([]), "");
});

test("what npm test has measured on the way is reported without another run, and asked for where it is missing", async (t) => {
  const files = { "day1/src/area.ts": area, "day1/src/shape.ts": types, "tests/day1/a.test.ts": full };
  const root = repository(t, files);
  const before = await runScript("coverage", ["--root", root, "--day", "1", "--measured"]);
  assert.equal(before.stdout, "day 1: nothing was measured; run npm test -- --coverage first\n");
  assert.equal(before.code, 1);
  const tested = await runScript("test", ["--root", root, "--day", "1", "--coverage"]);
  assert.match(tested.stdout, /^2 passed, 0 failed$/m);
  const { code, stdout } = await runScript("coverage", ["--root", root, "--day", "1", "--measured"]);
  assert.equal(stdout, "day 1: lines 100.0 %, branches 100.0 %\n");
  assert.equal(code, 0);
});

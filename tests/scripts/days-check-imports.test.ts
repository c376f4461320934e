/** What `npm run days:check` says about the imports of a day: where they may point, and what counts as one. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { findCycles } from "../../scripts/days/find-cycles.ts";
import { findImports } from "../../scripts/days/find-imports.ts";
import { importProblem } from "../../scripts/days/layers.ts";
import { CONN, FixtureCourse } from "./fixture-course.ts";

/** Puts the lines at the top of net/conn.ts on all days and runs the check. */
function checkConn(course: FixtureCourse, lines: string) {
  for (const day of [1, 2, 3]) course.write(`day${day}/src/net/conn.ts`, lines + CONN);
  return course.check();
}

test("an import that points up is a problem, a type import too", (t) => {
  const course = new FixtureCourse(t);
  course.write("day2/src/net/conn.ts", `import type { Route } from "../router/router.ts";\n${CONN}`);
  course.write("day3/src/net/conn.ts", course.read("day2/src/net/conn.ts"));
  const { code, lines } = course.check();
  assert.equal(code, 1);
  const line = lines.find((one) => one.includes("points down"));
  assert.match(
    line ?? "",
    /^day2, day3: net\/conn\.ts line 1 imports \.\.\/router\/router\.ts: net lies below router/,
  );
});

test("an export from a higher layer is an import that points up", (t) => {
  const course = new FixtureCourse(t);
  const { lines } = checkConn(course, `export {\n  line1 as one,\n} from "../index.ts";\n`);
  assert.match(
    lines.join("\n"),
    /day1, day2, day3: net\/conn\.ts line 1 imports \.\.\/index\.ts: net lies below index\.ts/,
  );
});

const REFUSED: [what: string, statement: string, reason: RegExp][] = [
  ["a package", `import pino from "pino";`, /imports pino: the framework depends on nothing but Node/],
  [
    "a package, loaded late",
    `const p = await import("pino");`,
    /imports pino: the framework depends on nothing/,
  ],
  ["a built-in without node:", `import fs from "fs";`, /imports fs: write "node:fs"/],
  [
    "a built-in that does not exist",
    `import "node:nothing";`,
    /imports node:nothing: Node has no such module/,
  ],
  ["a path without .ts", `import "../index";`, /imports \.\.\/index: a path ends in \.ts/],
  ["a path with .js", `import "../index.js";`, /imports \.\.\/index\.js: a path ends in \.ts/],
  [
    "a file that does not exist",
    `import "./none.ts";`,
    /imports \.\/none\.ts: there is no day1\/src\/net\/none\.ts/,
  ],
  ["another day", `import "../../../day2/src/index.ts";`, /: it leaves day1\/src/],
  ["a computed path", "const p = await import(name);", /imports a module: its path is computed/],
];

for (const [what, statement, reason] of REFUSED) {
  test(`an import of ${what} is refused with the way to mend it`, (t) => {
    const { code, lines } = checkConn(new FixtureCourse(t), `${statement}\n`);
    assert.equal(code, 1);
    assert.match(lines[0] ?? "", /^day1.*: net\/conn\.ts line 1 /);
    assert.match(lines[0] ?? "", reason);
  });
}

test("node: modules, files below and words that only look like imports pass", (t) => {
  const course = new FixtureCourse(t);
  const innocent = [
    `import { once } from "node:events";`,
    `// import "pino";`,
    `/* export * from "pino"; */`,
    `const text = 'import "pino"';`,
    `const page = \`\nimport "pino";\n\${once("import 'a'")}\nexport * from "pino";\n\`;`,
    `const quote = /["'\`/]/.test(text) ? import.meta.url : page;`,
    `export { quote };`,
    `const from = "pino";`,
    "",
  ].join("\n");
  const { code, lines } = checkConn(course, innocent);
  assert.deepEqual(lines, ["3 days, 3 files in day 3: identical where they should be, 0 problems"]);
  assert.equal(code, 0);
});

test("a folder outside the layers is reported, and so is a loose file", (t) => {
  const course = new FixtureCourse(t);
  for (const day of [1, 2, 3]) {
    course.write(`day${day}/src/util/misc.ts`, "export {};\n");
    course.write(`day${day}/src/misc.ts`, "export {};\n");
  }
  Object.assign(course.day(1).adds, { "util/misc.ts": "this and that", "misc.ts": "more of it" });
  course.saveDays();
  const { code, lines } = course.check();
  assert.equal(code, 1);
  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? "", /^day1, day2, day3: misc\.ts lies in no known layer/);
  assert.match(lines[1] ?? "", /^day1, day2, day3: util\/misc\.ts lies in no known layer/);
});

test("a cycle of files that load each other is reported, a cycle through types is not", (t) => {
  const course = new FixtureCourse(t);
  course.day(1).adds["net/listener.ts"] = "accepts";
  course.saveDays();
  const plant = (statement: string) => {
    for (const day of [1, 2, 3])
      course.write(`day${day}/src/net/listener.ts`, `${statement} from "./conn.ts";\n`);
    return checkConn(course, `import "./listener.ts";\n`);
  };
  assert.equal(plant("import type { line1 }").code, 0);
  // With verbatimModuleSyntax an inline `type` still loads the module.
  const { code, lines } = plant("import { type line1 }");
  assert.equal(code, 1);
  assert.equal(lines.length, 1);
  assert.match(
    lines[0] ?? "",
    /day1, day2, day3: .* cycle, net\/conn\.ts → net\/listener\.ts → net\/conn\.ts/,
  );
});

const DIRECTIONS: [from: string, to: string, allowed: boolean][] = [
  ["event-loop/a.ts", "log/a.ts", true],
  ["log/a.ts", "sync/a.ts", false],
  ["net/a.ts", "net/b.ts", true],
  ["net/a.ts", "http/a.ts", false],
  ["http/h1/a.ts", "http/a.ts", true],
  ["http/h1/a.ts", "http/h2/a.ts", false],
  ["http/a.ts", "http/h1/a.ts", false],
  ["http/serve.ts", "http/h1/a.ts", true],
  ["http/serve.ts", "http/h2/a.ts", true],
  ["http/a.ts", "http/serve.ts", false],
  ["http/h1/a.ts", "http/serve.ts", false],
  ["app/server.ts", "http/serve.ts", true],
  ["router/a.ts", "app/a.ts", false],
  ["net/a.ts", "net/tls/a.ts", true],
  ["middleware/a.ts", "cookie/a.ts", false],
  ["session/a.ts", "cookie/a.ts", true],
  ["cookie/a.ts", "session/a.ts", false],
  ["session/a.ts", "middleware/a.ts", false],
  ["static/a.ts", "cookie/a.ts", false],
  ["log/a.ts", "guard/a.ts", true],
  ["sync/a.ts", "guard/a.ts", true],
  ["guard/a.ts", "log/a.ts", false],
  ["testing.ts", "testing/a.ts", true],
  ["testing/a.ts", "testing.ts", false],
  ["testing/a.ts", "index.ts", true],
  ["index.ts", "testing/a.ts", false],
  ["net.ts", "app/a.ts", true],
];

test("imports point down the layers, with the named exceptions and no other", () => {
  for (const [from, to, allowed] of DIRECTIONS) {
    assert.equal(importProblem(from, to) === null, allowed, `${from} → ${to}`);
  }
});

test("imports are found in every form, with their line", () => {
  const source = [
    `import a, { type B } from "1";`,
    `import type {\n  C,\n} from '2';`,
    `import * as d from "3"; import "4";`,
    `export * as e from "5";`,
    `export type { F } from "6";`,
    `export { a };`,
    `const g = (8) / (await import("7")) / 2;`,
    `const h = { import: 1, export: 2, from: "no" }; h.import("no"); export type I = { from: "no" };`,
    `const t = \`\${{ a: { b: \`\${1}\` } }} import "no"\`;`,
    `const u = \`\${[{}, await import("9")]}\`;`,
    `import { i } from "8" with { type: "json" };`,
  ].join("\n");
  assert.deepEqual(
    findImports(source).map(({ specifier, typeOnly, line }) => [specifier, typeOnly, line]),
    [
      ["1", false, 1],
      ["2", true, 2],
      ["3", false, 5],
      ["4", false, 5],
      ["5", false, 6],
      ["6", true, 7],
      ["7", false, 9],
      ["9", false, 12],
      ["8", false, 13],
    ],
  );
});

test("each circle is found once, wherever it is entered", () => {
  const graph = new Map([
    ["z", ["b"]],
    ["b", ["c"]],
    ["c", ["a", "d"]],
    ["a", ["b"]],
    ["d", ["d"]],
  ]);
  assert.deepEqual(findCycles(graph), [["a", "b", "c"], ["d"]]);
});

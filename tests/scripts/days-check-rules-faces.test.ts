/** What `npm run days:check` says about faces: who may look behind them, and how much they may show. */

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { findNames } from "../../scripts/days/faces.ts";
import { FixtureCourse } from "./fixture-course.ts";

const FINE = /^3 days, \d+ files in day 3: identical where they should be, 0 problems$/;

/** Adds files on day 3, which is the last. */
function withFiles(t: TestContext, files: Record<string, string>): FixtureCourse {
  const course = new FixtureCourse(t);
  for (const [file, text] of Object.entries(files)) {
    course.day(3).adds[file] = "a feature";
    course.write(`day3/src/${file}`, text);
  }
  course.saveDays();
  return course;
}

const battery = (path: string) => `import { line1 } from "${path}";\nline1;\n`;

for (const room of ["extract", "middleware", "cookie", "session", "static", "stream", "ws"]) {
  test(`${room} is a battery: it imports faces, and nothing behind them`, (t) => {
    const course = withFiles(t, {
      [`${room}/one.ts`]: `import "./two.ts";\n${battery("../index.ts")}`,
      [`${room}/two.ts`]: "export {};\n",
    });
    assert.match(course.check().lines.join("\n"), FINE);
    course.write(`day3/src/${room}/one.ts`, `// 1\n${battery("../net/conn.ts")}`);
    const { code, lines } = course.check();
    assert.equal(code, 1);
    assert.equal(lines.length, 1, lines.join("\n"));
    const wanted = `day3: ${room}/one.ts line 2 imports ../net/conn.ts: ${room} sees only the faces (index.ts, `;
    assert.ok(lines[0]?.startsWith(wanted), lines[0]);
  });
}

test("a type of the core is behind the faces as well", (t) => {
  const course = withFiles(t, {
    "ws/one.ts": 'import type { Route } from "../router/router.ts";\nlet a: Route;\n',
  });
  assert.match(course.check().lines.join("\n"), /ws\/one\.ts line 1 imports \.\.\/router\/router\.ts/);
});

test("a session uses cookies, a cookie no session, and other batteries not each other", (t) => {
  const course = withFiles(t, {
    "cookie/jar.ts": "export {};\n",
    "session/id.ts": 'import "../cookie/jar.ts";\n',
    "stream/a.ts": "export {};\n",
  });
  assert.match(course.check().lines.join("\n"), FINE);
  course.write("day3/src/stream/a.ts", 'import "../cookie/jar.ts";\n');
  const { lines } = course.check();
  assert.deepEqual(
    lines.map((line) => line.replace(/:[^:]*$/, "")),
    [
      "day3: stream/a.ts line 1 imports ../cookie/jar.ts: stream and cookie are siblings and do not import each other",
    ],
  );
});

test("an example imports faces and other files of its folder, and nothing else of src", (t) => {
  const course = new FixtureCourse(t);
  course.write("day2/examples/more/log.ts", 'import { line1 } from "../../src/index.ts";\n');
  course.write(
    "day2/examples/two.ts",
    'import "./more/log.ts";\nimport "node:fs";\nimport pino from "pino";\n',
  );
  assert.match(course.check().lines.join("\n"), FINE);
  course.write("day2/examples/more/log.ts", '// 1\nimport { line1 } from "../../src/net/conn.ts";\n');
  const { code, lines } = course.check();
  assert.equal(code, 1);
  assert.match(
    lines.join("\n"),
    /^day2: examples\/more\/log\.ts line 2 imports \.\.\/\.\.\/src\/net\/conn\.ts: an example sees only the faces/,
  );
});

/** A course whose index.ts has `count` names from day 1 on. */
function names(t: TestContext, count: number) {
  const course = new FixtureCourse(t);
  const list = Array.from({ length: count - 2 }, (_, n) => `line1 as name${n}`).join(", ");
  const text = `export { line1, line2 } from "./net/conn.ts";\nexport { ${list} } from "./net/conn.ts";\n`;
  for (const day of [1, 2]) course.write(`day${day}/src/index.ts`, text);
  course.write("day3/src/index.ts", `${text}// changed\n`);
  return course.check().lines.join("\n");
}

test("ray exports fifty names, and not one more", (t) => {
  assert.match(names(t, 50), FINE);
  assert.match(names(t, 51), /^day1, day2, day3: index\.ts exports 51 names, 50 at most/);
});

test("a face has no wildcard", (t) => {
  const course = new FixtureCourse(t);
  course.write("day3/src/index.ts", '// 1\nexport * from "./net/conn.ts";\n');
  assert.match(course.check().lines.join("\n"), /^day3: index\.ts line 2 exports \*: a face names/);
});

test("a face may change on any day, as index.ts may", (t) => {
  const course = new FixtureCourse(t);
  course.day(1).adds["net.ts"] = "the face of the sockets";
  course.day(3).changes["net.ts"] = "shows more of them";
  course.saveDays();
  for (const day of [1, 2]) course.write(`day${day}/src/net.ts`, 'export { line1 } from "./net/conn.ts";\n');
  course.write("day3/src/net.ts", 'export { line1, line2 } from "./net/conn.ts";\n');
  assert.match(course.check().lines.join("\n"), FINE);
});

test("the names of a face are read in every form", () => {
  const source = [
    'export { a, type B, c as d, default as e } from "1";',
    'export type { F } from "2";',
    'export * as all from "3";',
    "export class G { h = { export: 1 }; }",
    "export const i = 1, text = `export { no }`;",
    "// export { no }",
  ].join("\n");
  assert.deepEqual([...findNames(source).names].sort(), ["B", "F", "G", "a", "all", "d", "e", "i"]);
  assert.equal(findNames(source).wildcard, null);
  assert.equal(findNames('\nexport * from "1";').wildcard, 2);
});

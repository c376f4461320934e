/** What `npm run docs:check` says about the page of the architecture when the code has gone on. */

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { ARCHITECTURE, checkArchitecture, PICTURE } from "../../scripts/docs/architecture.ts";
import { readPage } from "../../scripts/docs/page.ts";
import { repository } from "./cli-fixture.ts";

const PAGE = `# Architecture

<!-- drawn: layers -->

old

<!-- end -->

### \`net\`

### \`http\`

### \`index.ts\`

<!-- drawn: way -->

<!-- end -->
`;

/** A course of three rooms, whose page and picture are up to date. */
function course(t: TestContext) {
  const root = repository(t, {
    "day5/src/index.ts": 'export { a } from "./http/a.ts";\n',
    "day5/src/http/a.ts": 'import type { B } from "../net/b.ts";\nexport const a: B = 1;\n',
    "day5/src/net/b.ts": "export type B = number;\n",
    [ARCHITECTURE]: PAGE,
    [PICTURE]: "",
  });
  const files: [string, number][] = [
    ["http/a.ts", 1],
    ["net/b.ts", 2],
  ];
  const check = (write = false) =>
    checkArchitecture(root, readPage(root, ARCHITECTURE), { write, way: () => ({ files, calls: 3 }) }).map(
      ({ message }) => message,
    );
  const plant = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  assert.deepEqual(check(true), []);
  return { check, plant, files, read: (path: string) => readFileSync(join(root, path), "utf8") };
}

test("page and picture are drawn, and are true then", (t) => {
  const { check, read } = course(t);
  assert.deepEqual(check(), []);
  const page = read(ARCHITECTURE);
  assert.match(
    page,
    /```text\nindex\.ts {2}│ {2}http\n─+┼──\nhttp {6}│ {2}net\n─+┼──\nnet {7}│ {2}nothing\n```/,
  );
  assert.match(
    page,
    /the files of the 2 that it passes \|\n\| --- \| --- \|\n\| `net` \| `b\.ts` \|\n\| `http` \|/,
  );
  assert.equal(read(PICTURE).match(/<text /g)?.length, 3);
});

test("a new arrow makes page and picture out of date", (t) => {
  const { check, plant } = course(t);
  plant("day5/src/index.ts", 'export { a } from "./http/a.ts";\nexport type { B } from "./net/b.ts";\n');
  // The picture shows what no other arrow says: this one is in the table alone.
  assert.deepEqual(check(), ['"layers" is older than the code: npm run docs:check -- --write']);
  plant("day5/src/http/a.ts", "export const a = 1;\n");
  assert.deepEqual(check(), [
    '"layers" is older than the code: npm run docs:check -- --write',
    "docs/images/layers.svg is older than the imports: npm run docs:check -- --write",
  ]);
  assert.deepEqual(check(true), []);
  assert.deepEqual(check(), []);
});

test("a request that goes another way makes the page out of date", (t) => {
  const { check, files } = course(t);
  files.push(["net/c.ts", 1]);
  assert.deepEqual(check(), ['"way" is older than the code: npm run docs:check -- --write']);
});

test("a new room wants its paragraph, and one that is gone takes it along; --write cannot write them", (t) => {
  const { check, plant } = course(t);
  plant("day5/src/router/c.ts", "export {};\n");
  plant(ARCHITECTURE, PAGE.replace("### `net`", "### `net`\n\n### `hook`"));
  for (const messages of [check(), check(true)]) {
    assert.equal(messages.filter((one) => /^the room router has no paragraph/.test(one)).length, 1);
    assert.equal(messages.filter((one) => /^there is no room hook in day5\/src/.test(one)).length, 1);
  }
});

test("a page without a place for what is drawn is told so", (t) => {
  const { check, plant } = course(t);
  plant(ARCHITECTURE, PAGE.replace("<!-- drawn: way -->", ""));
  assert.match(check().join("\n"), /there is no <!-- drawn: way --> … <!-- end --> in the page/);
});

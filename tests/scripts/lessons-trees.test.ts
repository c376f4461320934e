import assert from "node:assert/strict";
import { test } from "node:test";
import {
  LessonError,
  readLessons,
  treeAfter,
  treeAtStart,
  treeBefore,
} from "../../scripts/lessons/course.ts";
import { givenPage } from "../../scripts/lessons/given-page.ts";
import { hasSignature, parseName } from "../../scripts/lessons/signature.ts";
import { readStage } from "../../scripts/lessons/trees.ts";
import { repository } from "./cli-fixture.ts";

const page = (files: string, ...blocks: string[]) =>
  `---\nminutes: 5\nprogram: examples/main.ts\nfiles:\n${files}\n---\n\n# A lesson\n\n${blocks.join("\n\n")}\n`;
const fence = (info: string, text: string) => `\`\`\`${info}\n${text}\n\`\`\``;

/** Day 2, so that there is a day before it. */
const FILES = {
  "day1/src/index.ts": "one\n",
  "day1/src/net/old.ts": "old\n",
  "day1/src/net/keep.ts": "keep\n",
  "day1/examples/main.ts": "main\n",
  "day2/src/index.ts": "two\n",
  "day2/src/net/deep/new.ts": "new\n",
  "day2/src/net/keep.ts": "kept\n",
  "docs/day2/README.md": "# No lesson\n",
  "docs/day2/given.md": "# Nor this\n",
};

test("a tree before, at the start of and behind a lesson", (t) => {
  const root = repository(t, {
    ...FILES,
    "docs/day2/01-first.md": page(
      "  index.ts: type\n  extra.ts: read\n  net/: given\n  examples/main.ts: gone",
      fence("ts file=index.ts", "one\n"),
      fence("ts more=index.ts", "\ntwo"),
      fence("ts file=extra.ts", "extra"),
      fence("ts given=net/", ""),
    ),
    "docs/day2/02-second.md": page(
      "  index.ts: type\n  net/keep.ts: type",
      fence("diff file=index.ts", "@@ the end\n\n\n-two\n+three\n+four"),
      fence("ts file=net/keep.ts", "mine"),
    ),
  });
  const lessons = readLessons(root);
  assert.deepEqual(
    lessons.map(({ id, name, title, program }) => [id, name, title, program]),
    [
      ["2.1", "first", "A lesson", "examples/main.ts"],
      ["2.2", "second", "A lesson", "examples/main.ts"],
    ],
  );
  const [first, second] = lessons;
  assert.ok(first && second);
  assert.deepEqual(first.files, [
    { path: "src/index.ts", kind: "type" },
    { path: "src/extra.ts", kind: "read" },
    { path: "src/net/deep/new.ts", kind: "given" },
    { path: "src/net/keep.ts", kind: "given" },
    { path: "src/net/old.ts", kind: "gone" },
    { path: "examples/main.ts", kind: "gone" },
  ]);
  assert.deepEqual(Object.fromEntries(treeBefore(root, lessons, first)), {
    "examples/main.ts": "main\n",
    "src/index.ts": "one\n",
    "src/net/keep.ts": "keep\n",
    "src/net/old.ts": "old\n",
  });
  const laid = { "src/extra.ts": "extra\n", "src/net/deep/new.ts": "new\n", "src/net/keep.ts": "kept\n" };
  assert.deepEqual(Object.fromEntries(treeAtStart(root, lessons, first)), {
    "src/index.ts": "one\n",
    ...laid,
  });
  assert.deepEqual(Object.fromEntries(treeAfter(root, lessons, first)), {
    "src/index.ts": "one\n\n\ntwo\n",
    ...laid,
  });
  assert.deepEqual(Object.fromEntries(treeAfter(root, lessons, second)), {
    ...laid,
    "src/index.ts": "one\n\n\nthree\nfour\n",
    "src/net/keep.ts": "mine\n",
  });
});

test("all of src can be given, but for what the lesson names itself", (t) => {
  const root = repository(t, {
    ...FILES,
    "docs/day2/01-first.md": page(
      "  ./: given\n  index.ts: type",
      fence("ts file=index.ts", "mine"),
      fence("ts given=./", ""),
    ),
  });
  const lessons = readLessons(root);
  const [first] = lessons;
  assert.ok(first);
  assert.deepEqual(Object.fromEntries(treeAfter(root, lessons, first)), {
    "examples/main.ts": "main\n",
    "src/index.ts": "mine\n",
    "src/net/deep/new.ts": "new\n",
    "src/net/keep.ts": "kept\n",
  });
});

test("a page that cannot be read is an error with its place", (t) => {
  const root = repository(t, { ...FILES, "docs/day2/01-first.md": page("  ../index.ts: type") });
  assert.throws(
    () => readLessons(root),
    (error) => {
      assert.ok(error instanceof LessonError);
      assert.equal(error.page, "docs/day2/01-first.md");
      assert.equal(error.line, 5);
      assert.match(
        error.message,
        /^docs\/day2\/01-first\.md:5: files: "\.\.\/index\.ts" is no path below src/,
      );
      return true;
    },
  );
});

const SOURCE = `
export class Codec {
  // constructor(nothing: never)
  constructor(maxBytes = 16_384, readonly name?: string) {}
  async decode(
    input: ReadBuffer,
    options: { readonly last: boolean },
  ): Promise<Uint8Array | null> {
    return null;
  }
}
export function head<Name extends string>({ fields, version }: Head, next: (c: Name) => void): Frame {
  return next("decode(input: string)");
}
`;

for (const [span, fits] of [
  ["new Codec(maxBytes?: number, name?: string)", true],
  ["new Codec(maxBytes: string)", false],
  ["new Codec()", false],
  ["decode(input: ReadBuffer, options: { readonly last: boolean }): Promise<Uint8Array | null>", true],
  ["decode(input, options)", true],
  ["decode(input)", false],
  ["decode(buffer, options)", false],
  ["decode(input: string)", false],
  ["decode(input: ReadBuffer, options: { readonly last: boolean }): Promise<null>", false],
  ["Codec.decode(input, options): Promise<Uint8Array | null>", true],
  ["function head(head: Head, next: (c: Name) => void): Frame", true],
  ["head(head: Body, next)", false],
  ["class Codec", true],
] as const) {
  test(`the signature ${span} ${fits ? "is" : "is not"} the code's`, () => {
    const parsed = parseName(span);
    assert.ok(parsed);
    assert.equal(hasSignature(parsed, SOURCE), fits);
  });
}

test("of a folder that is given, the page of given files prints what the day has changed, or a lesson", (t) => {
  const kept = { ...FILES, "day2/src/net/keep.ts": "keep\n" };
  const root = repository(t, {
    ...kept,
    "docs/day2/01-thin.md": page("  net/keep.ts: read", fence("ts file=net/keep.ts", "thin")),
    "docs/day2/02-given.md": page("  ./: given", fence("ts given=./", "")),
  });
  const printed = (lessons: ReturnType<typeof readLessons>) =>
    givenPage(2, lessons, readStage(root, 2), readStage(root, 1))?.match(/^### .*$/gm);
  const lessons = readLessons(root);
  assert.deepEqual(printed(lessons.slice(1)), ["### `index.ts`", "### `net/deep/new.ts`"]);
  assert.deepEqual(printed(lessons), ["### `index.ts`", "### `net/deep/new.ts`", "### `net/keep.ts`"]);
});

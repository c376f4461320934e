import assert from "node:assert/strict";
import { test } from "node:test";
import { repository, runScript } from "./cli-fixture.ts";

const check = (root: string, ...args: string[]) => runScript("docs-check", ["--root", root, ...args]);
const fence = (info: string, text: string) => `\`\`\`${info}\n${text}\n\`\`\`\n`;

const LESSON = [
  "---\nminutes: 5\nfiles:\n  a.ts: type\n---\n\n# A lesson\n",
  fence("ts file=a.ts", "const a = 1;"),
  fence("ts more=a.ts", "const b = 1;"),
  fence("diff file=a.ts", "-const a = 1;\n+const a = 2;"),
  fence("ts given=b/", ""),
  fence("ts wrong", "const a = 3;"),
  fence("ts predict", "console.log(1);"),
  fence("text red", "it fails"),
  fence("console", "$ npm run work\nlistening on http://127.0.0.1:3000"),
].join("\n");

test("a lesson's head, its own blocks and its transcripts are left to lessons:check", async (t) => {
  const root = repository(t, { "docs/day1/01-a.md": LESSON });
  const { code, stdout, last } = await check(root);
  assert.equal(last, "1 page: 8 code blocks, 1 command (1 not run), 0 links, 0 problems", stdout);
  assert.equal(code, 0);
});

test("in a lesson too, an excerpt of the course is held to its file, and links are followed", async (t) => {
  const page = `${LESSON}\n${fence("ts day1/src/a.ts", "const a = 1;")}\n[on](02-b.md)\n`;
  const { stdout } = await check(
    repository(t, { "docs/day1/01-a.md": page, "day1/src/a.ts": "const a = 2;\n" }),
  );
  assert.match(stdout, /01-a\.md:\d+: the block is not in day1\/src\/a\.ts/);
  assert.match(stdout, /01-a\.md:\d+: the link 02-b\.md is dead/);
});

test("the blocks of lessons mean nothing in another page", async (t) => {
  const { stdout } = await check(
    repository(t, { "README.md": `# A\n\n${fence("ts more=a.ts", "const b = 1;")}` }),
  );
  assert.match(stdout, /README\.md:3: there is no file more=a\.ts/);
});

const NAMES = ["Where we are", "See it run", "Goals", "The idea", "The lessons", "Checkpoint", "Exercises"];
const ENDS = ["What is still missing", "Further reading"];
const chapter = (names: readonly string[], words: number) =>
  `# Day 1\n\n${"word ".repeat(words)}\n\n${names.map((name) => `## ${name}\n`).join("\n")}`;

test("a chapter with lessons has a shape of its own, and the old page leads to it", async (t) => {
  const root = repository(t, {
    "docs/day1/README.md": chapter([...NAMES, ...ENDS], 400),
    "docs/day1.md": "# Day 1\n\nThe chapter is [here](day1/README.md) now.\n",
  });
  const { stdout, last } = await check(root);
  assert.match(last, /0 problems$/, stdout);
});

test("a chapter with lessons that lacks one of its parts is told", async (t) => {
  const root = repository(t, { "docs/day1/README.md": chapter([...NAMES.slice(1), ...ENDS], 300) });
  const { stdout } = await check(root);
  assert.match(stdout, /docs\/day1\/README\.md:1: the heading "## Where we are" is missing/);
  assert.match(stdout, /docs\/day1\/README\.md:1: the chapter has 3\d\d words, and should have 400 to 1500/);
});

for (const [name, text] of [
  ["leads nowhere", "# Day 1\n\nSee the contents.\n"],
  ["is still a chapter", `# Day 1\n\n[Here](day1/README.md). ${"word ".repeat(60)}\n`],
] as const) {
  test(`an old page that ${name} is told`, async (t) => {
    const root = repository(t, {
      "docs/day1/README.md": chapter([...NAMES, ...ENDS], 400),
      "docs/day1.md": text,
    });
    const { stdout } = await check(root);
    assert.match(
      stdout,
      /docs\/day1\.md:1: the chapter is docs\/day1\/README\.md: leave a title here and one line/,
    );
  });
}

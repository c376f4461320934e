import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { repository, runScript } from "./cli-fixture.ts";

const fence = (info: string, ...lines: string[]) => [`\`\`\`${info}`, ...lines, "```", ""].join("\n");

function check(root: string, ...args: string[]) {
  return runScript("docs-check", ["--root", root, ...args]);
}

const source = `export class Server {
  #open = true;

  close(): void {
    this.#open = false;
  }

  get open(): boolean {
    return this.#open;
  }
}
`;

test("a page whose code, links and anchors are right has no problems", async (t) => {
  const root = repository(t, {
    "day1/src/server.ts": source,
    "README.md": [
      "# Ray\n\n## The `Server` & you\n\n## The `Server` & you\n",
      fence(
        "ts day1/src/server.ts",
        "close(): void {",
        "  this.#open = false;",
        "}",
        "// …",
        "return this.#open;",
      ),
      fence("ts sketch", "const anything = 1;"),
      fence("json package.json", '{ "type": "module" }'),
      fence("sh", "anything"),
      "[a](docs/a.md#one) [b](#the-server--you) [c](#the-server--you-1) [d](day1/src/server.ts#L4-L6)",
      "[e](https://example.com/x) [f][there] ![g](docs/pic.png) [h](docs/) [i](/docs/a.md)\n\n[there]: docs/a.md\n",
    ].join("\n"),
    "docs/a.md": "# A\n\n## One\n\n[back](../README.md)\n",
    "docs/pic.png": "png",
  });
  const { code, stdout, stderr, last } = await check(root);
  assert.equal(stderr, "");
  assert.equal(last, "2 pages: 4 code blocks, 0 commands, 10 links, 0 problems", stdout);
  assert.equal(code, 0);
});

test("a code block that has drifted from its file is shown with the line that differs", async (t) => {
  const root = repository(t, {
    "day1/src/server.ts": source,
    "README.md": `# Ray\n\n${fence("ts day1/src/server.ts", "close(): void {", "  this.#open = true;", "}")}`,
  });
  const { code, stdout, last } = await check(root);
  assert.equal(code, 1);
  assert.equal(last, "1 page: 1 code block, 0 commands, 0 links, 1 problem");
  assert.match(
    stdout,
    /README\.md:3: the block is not in day1\/src\/server\.ts: copy the lines from the file again/,
  );
  assert.match(stdout, /README\.md:5 has {2}this\.#open = true;/);
  assert.match(stdout, /day1\/src\/server\.ts:5 has {2}this\.#open = false;/);
});

const wrongBlocks: [string, string, RegExp][] = [
  [
    "a part that comes before the part above it",
    fence("ts day1/src/server.ts", "return this.#open;", "// …", "close(): void {"),
    /below line 9/,
  ],
  [
    "a different indentation inside",
    fence("ts day1/src/server.ts", "close(): void {", "this.#open = false;"),
    /the block is not in/,
  ],
  [
    "lines that do not follow each other",
    fence("ts day1/src/server.ts", "#open = true;", "close(): void {"),
    /the block is not in/,
  ],
  ["a block of code without a file", fence("ts", "const a = 1;"), /README\.md:1: a ts block says neither/],
  [
    "a file that does not exist",
    fence("ts day1/src/gone.ts", "const a = 1;"),
    /there is no file day1\/src\/gone\.ts/,
  ],
  [
    "an unknown word after the language",
    fence("ts scetch", "const a = 1;"),
    /"scetch" after the language is no path/,
  ],
];

for (const [what, page, message] of wrongBlocks) {
  test(`an error is ${what}`, async (t) => {
    const { code, stdout } = await check(repository(t, { "day1/src/server.ts": source, "README.md": page }));
    assert.equal(code, 1);
    assert.match(stdout, message);
  });
}

test("dead links, dead anchors and broken addresses are found, each with its line", async (t) => {
  const root = repository(t, {
    "docs/a.md": "# A\n",
    "README.md": [
      "[gone](docs/b.md)",
      "[anchor](docs/a.md#b)",
      "[here](#nothing)",
      "[web](http://)",
      "[line](docs/a.md) [line](package.json#L99)",
      "[out](../../etc/passwd)",
      "[text][undefined]",
      "[js](javascript:alert)",
    ].join("\n"),
  });
  const { code, stdout, last } = await check(root);
  assert.equal(code, 1);
  assert.match(last, /8 problems$/, stdout);
  assert.match(stdout, /README\.md:1: the link docs\/b\.md is dead: there is no docs\/b\.md/);
  assert.match(stdout, /README\.md:2: the anchor #b is dead: no heading of docs\/a\.md has that name/);
  assert.match(stdout, /the anchor #nothing is dead/);
  assert.match(stdout, /the address http:\/\/ does not parse/);
  assert.match(stdout, /the anchor #L99 is beyond the end of package\.json, which has 1 lines/);
  assert.match(stdout, /leaves the repository/);
  assert.match(stdout, /README\.md:7: \[…\]\[undefined\] has no definition/);
});

const table = (lines: string) =>
  `# Ray\n\n| day | idea | lines |\n| --- | --- | ---: |\n| [1](docs/day1.md) | a socket | ${lines} |\n`;

test("a wrong number of lines in the table of days is an error, and --write corrects it", async (t) => {
  const root = repository(t, {
    "README.md": table("  7"),
    "docs/day1.md": "# Day 1\n",
    "day1/src/server.ts": source,
    "day1/src/net/conn.ts": "// no line break at the end",
  });
  const wrong = await check(root, "--page", "README.md");
  assert.equal(wrong.code, 1);
  assert.match(wrong.stdout, /README\.md:5: day1\/src has 12 lines, not 7: npm run docs:check -- --write/);
  const written = await check(root, "--page", "README.md", "--write");
  assert.equal(written.code, 0);
  assert.equal(readFileSync(join(root, "README.md"), "utf8"), table(" 12"));
  assert.equal((await check(root, "--page", "README.md")).code, 0);
});

const headings =
  "Where we are,See it run,Goals,The idea,Step by step,Run it,Checkpoint,Exercises,What is still missing,Further reading";

function chapter(names: string[], words: number): string {
  const sections = names.map((name) => `## ${name}\n`);
  return `# Day 1\n\n${sections.join("\n")}\n${"word ".repeat(words)}\n\n${fence("text", "code ".repeat(3000))}`;
}

test("a chapter has its headings in order and a length within bounds", async (t) => {
  const names = headings.split(",");
  const right = repository(t, {
    "docs/day1.md": chapter([...names.slice(0, 4), "An aside", ...names.slice(4)], 800),
  });
  assert.equal((await check(right)).code, 0);

  const short = await check(repository(t, { "docs/day1.md": chapter(names, 700) }));
  assert.equal(short.code, 1);
  assert.match(
    short.stdout,
    /docs\/day1\.md:1: the chapter has 724 words, and should have 800 to 1500: say more/,
  );

  const long = await check(repository(t, { "docs/day1.md": chapter(names, 1500) }));
  assert.match(long.stdout, /the chapter has 1524 words/);

  const swapped = [...names.slice(0, 8), "Further reading", "What is still missing"];
  const order = await check(repository(t, { "docs/day1.md": chapter(swapped, 800) }));
  assert.match(order.stdout, /"## Further reading" must come after "## What is still missing"/);

  const missing = await check(repository(t, { "docs/day1.md": chapter(names.slice(1), 800) }));
  assert.match(missing.stdout, /the heading "## Where we are" is missing/);
});

test("a mistake in the command line is one line and exit code 2", async (t) => {
  const root = repository(t, { "README.md": "# Ray\n" });
  const unknown = await check(root, "--pgae", "README.md");
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /^Unknown option '--pgae'\n\nnpm run docs:check/);
  const page = await check(root, "--page", "docs/gone.md");
  assert.equal(page.code, 2);
  assert.match(page.stderr, /^--page: there is no docs\/gone\.md in [^\n]+\n$/);
  const empty = await check(repository(t, {}));
  assert.equal(empty.code, 2);
  assert.match(empty.stderr, /^there is no page to check in [^\n]+\n$/);
});

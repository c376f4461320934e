/** What `npm run docs:check` says about a page below docs/zh that has parted from the English one. */

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { readPage } from "../../scripts/docs/page.ts";
import { checkTranslation, hashOf } from "../../scripts/docs/translation.ts";
import { repository, runScript } from "./cli-fixture.ts";

const fence = (info: string, ...lines: string[]) => [`\`\`\`${info}`, ...lines, "```", ""].join("\n");
const CODE = fence("ts file=a.ts", "# no heading", "const a = 1;");
const CHOICES = "- `1`\n- `2`\n";

const ENGLISH = [
  "---\nminutes: 5\n---\n# A cut\n\nBytes come.\n",
  fence("text", "client -> server"),
  `## The code\n\nType it:\n\n${CODE}`,
  `## Question\n\nWhat?\n\n${fence("ts predict", "console.log(1);")}\n${CHOICES}`,
  "<details><summary>Answers</summary>\n\n- `1`: right.\n- `2`: wrong.\n\n</details>\n\n[on](README.md)\n",
].join("\n");

const CHINESE = [
  "# 一刀\n\n字节来了。\n",
  fence("text", "客户端 -> 服务器"),
  `## 代码\n\n输入：\n\n${CODE}`,
  `## 问题\n\n是什么？\n\n${fence("ts predict", "console.log(1);")}\n${CHOICES}`,
  "<details><summary>答案</summary>\n\n- `1`：对。\n- `2`：不对。\n\n</details>\n\n[下一页](README.md) [English](../../day1/01-a.md)\n",
].join("\n");

const head = (text: string) => `---\nof: docs/day1/01-a.md\nhash: ${hashOf(text)}\n---\n`;
const PAGE = "docs/zh/day1/01-a.md";

/** A course of one lesson and its translation; `change` is done to them before they are compared. */
function course(t: TestContext, change: { english?: [string, string]; chinese?: [string, string] } = {}) {
  const changed = (text: string, [from, to]: [string, string] = ["", ""]) => {
    assert.ok(text.includes(from), `${from} is not there to be changed`);
    return text.replace(from, to);
  };
  const root = repository(t, {
    "docs/day1/01-a.md": changed(ENGLISH, change.english),
    "docs/day1/README.md": "# Day 1\n",
    "docs/zh/day1/README.md": "# 第一天\n",
    [PAGE]: changed(head(ENGLISH) + CHINESE, change.chinese),
  });
  const check = (write = false) =>
    checkTranslation(root, readPage(root, PAGE), write).map(({ line, message }) => `${line}: ${message}`);
  return { root, check, read: () => readFileSync(join(root, PAGE), "utf8") };
}

test("a translation of the page as it is has no problems, in whichever words its pictures are", (t) => {
  assert.deepEqual(course(t).check(), []);
});

test("a page whose English words have changed since is told, until it is stamped again", async (t) => {
  const { root, check, read } = course(t, { english: ["Bytes come.", "Bytes come and go."] });
  const mend = "read its diff since, then npm run docs:translated -- docs/zh/day1/01-a.md";
  assert.deepEqual(check(), [`1: docs/zh/day1/01-a.md is older than docs/day1/01-a.md: ${mend}`]);
  const { code, stdout } = await runScript("docs-translated", ["--root", root, PAGE]);
  assert.equal(stdout, "docs/zh/day1/01-a.md is up to date with docs/day1/01-a.md now\n");
  assert.equal(code, 0);
  assert.deepEqual(check(), []);
  assert.equal(read().split("---\n").at(-1), CHINESE);
});

test("a picture that was drawn anew makes a translation old; code and the head do not", (t) => {
  const older = (english: [string, string]) =>
    course(t, { english }).check().join().includes("is older than");
  assert.equal(older(["client -> server", "client <- server"]), true);
  assert.equal(older(["minutes: 5", "minutes: 6\ninvariants: [I1]"]), false);
  assert.equal(older(["const a = 1;", "const a = 2;"]), false);
});

test("code that has parted is told with its line, and copied by --write", (t) => {
  const { check, read } = course(t, { chinese: ["const a = 1;", "const a = 10;"] });
  assert.deepEqual(check(), [
    "19: code is not as in docs/day1/01-a.md: npm run docs:check -- --write copies it",
  ]);
  assert.deepEqual(check(true), []);
  assert.deepEqual(check(), []);
  assert.equal(read(), head(ENGLISH) + CHINESE);
});

test("an empty block is filled by --write, a picture too; a missing one cannot be", (t) => {
  const empty = course(t, { chinese: [fence("text", "客户端 -> 服务器"), "```\n```\n"] });
  assert.match(empty.check().join(), /code is not as in/);
  assert.deepEqual(empty.check(true), []);
  assert.match(empty.read(), /```text\nclient -> server\n```/);
  const missing = course(t, { chinese: [CODE, ""] });
  assert.match(
    missing.check(true).join(),
    /2 code blocks here and 3 in docs\/day1\/01-a\.md: put an empty block/,
  );
});

test("headings have the same levels in the same order", (t) => {
  const found = (chinese: [string, string]) => course(t, { chinese }).check();
  assert.deepEqual(found(["## 代码", "### 代码"]), ["13: heading 2 is ### here and ## in docs/day1/01-a.md"]);
  assert.deepEqual(found(["## 问题\n", ""]), ["13: heading 3 is nothing here and ## in docs/day1/01-a.md"]);
});

test("the choices of a question stay in their order, in the list and in the answers", (t) => {
  const found = (chinese: [string, string]) => course(t, { chinese }).check().join();
  assert.match(found([CHOICES, "- `2`\n- `1`\n"]), /choice 1 is `2` here and `1` in docs/);
  assert.match(found(["- `2`：不对。\n", ""]), /choice 4 is nothing here and `2` in docs/);
});

test("a page without an original or with a wrong head is told", (t) => {
  const { root, check } = course(t, { chinese: ["of: docs/day1/01-a.md", "of: docs/day2/01-a.md"] });
  assert.match(check().join(), /^1: its head must say `of: docs\/day1\/01-a\.md`/);
  writeFileSync(join(root, "docs/zh/b.md"), "# B\n");
  const problems = checkTranslation(root, readPage(root, "docs/zh/b.md"));
  assert.match(problems[0]?.message ?? "", /^there is no docs\/b\.md for which it could stand/);
});

test("a link to an English page that has been translated is told, but for the page's own", (t) => {
  const { check } = course(t, { chinese: ["](README.md)", "](../../day1/README.md)"] });
  assert.match(check().join(), /leads to the English page: there is docs\/zh\/day1\/README\.md/);
});

test("a space between Chinese and Latin is asked for, and none beside a full-width mark", (t) => {
  const found = (words: string) =>
    course(t, { chinese: ["字节来了。", words] })
      .check()
      .join();
  assert.equal(found("用 `read` 读 8 个字节，见 [RFC 9112](README.md)，**I1**：**帧**，“还不够”……"), "");
  assert.match(found("用`read` 读"), /^7: a space belongs between Chinese and Latin, digits or code: 用`/);
  assert.match(found("读 8个字节"), /^7: a space belongs .*: 8个/);
  assert.match(found("见[RFC 9112](README.md)"), /^7: a space belongs .*: 见R/);
  assert.match(found("字节， 来了"), /^7: no space stands beside a full-width mark/);
  assert.match(found("字 节"), /^7: no space stands between two Chinese words/);
});

test("half-width marks behind Chinese are told, and English in Chinese quotes", (t) => {
  const found = (words: string) =>
    course(t, { chinese: ["字节来了。", words] })
      .check()
      .join();
  assert.match(found("字节来了."), /^7: Chinese has full-width marks: 了\./);
  assert.match(found("字节, 来了"), /^7: Chinese has full-width marks: 节,/);
  assert.match(found("字节(帧)来了"), /^7: Chinese has full-width marks: 节\(/);
  assert.match(found("字节…"), /^7: an ellipsis in Chinese is ……/);
  assert.match(found("测试“bytes come”"), /^7: English words are quoted as they are/);
});

test("a word that the list of terms replaces is told with the one to use", (t) => {
  const { check } = course(t, { chinese: ["字节来了。", "服务器应答。"] });
  assert.deepEqual(check(), ["7: one word for one thing: 响应, not 应答"]);
});

test("docs:check looks at translations, runs none of their commands, and asks for no excerpt", async (t) => {
  const { root } = course(t, { chinese: ["## 问题", "# 问题"] });
  const { code, stdout } = await runScript("docs-check", ["--root", root, "--page", PAGE]);
  assert.equal(code, 1, stdout);
  assert.match(stdout, /01-a\.md:22: heading 3 is # here and ## in docs\/day1\/01-a\.md\n/);
  assert.match(stdout, /1 problem\n$/);
});

test("docs:translated --all stamps every page, and names those that were not up to date", async (t) => {
  const { root, check } = course(t, { english: ["Bytes come.", "Bytes come and go."] });
  const { code, stdout } = await runScript("docs-translated", ["--root", root, "--all"]);
  assert.deepEqual(stdout.match(/^\S+/gm), ["docs/zh/day1/01-a.md", "docs/zh/day1/README.md"]);
  assert.equal(code, 0);
  assert.deepEqual(check(), []);
  const again = await runScript("docs-translated", ["--root", root, "--all"]);
  assert.equal(again.last, "nothing to write: all of them were up to date");
});

test("docs:translated stamps only what is a translation", async (t) => {
  const { root } = course(t);
  const { code, stderr } = await runScript("docs-translated", ["--root", root, "docs/day1/01-a.md"]);
  assert.equal(code, 2);
  assert.match(stderr, /docs\/day1\/01-a\.md is not below docs\/zh\./);
});

/** Parts of the site that need no browser: raw texts, who decided, and the lines around a change. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { readLessons } from "../../scripts/lessons/course.ts";
import { requestCases } from "../../tests/support/request-cases.ts";
import { RawTextError, toPieces, toText } from "../browser/raw-text.ts";
import { cut } from "../browser/search-options.ts";
import { buildOld, NoSiteError } from "../make/build-old.ts";
import { readKept, writeKept } from "../make/cache.ts";
import { lessonCode, symbolAt } from "../make/lesson-code.ts";
import { parse } from "../make/markdown.ts";
import { findChromium } from "../paper/paper.ts";
import { decisionOf } from "../serve/decided.ts";
import { root, site } from "./site.ts";

describe("raw texts", () => {
  it("each row of the library comes through the field as it was", () => {
    for (const { bytes, name } of requestCases.filter((row) => row.bytes.length <= 1_500)) {
      const sent = toPieces(toText(bytes)).map((piece) => piece.bytes);
      assert.deepEqual(sent, [bytes], name);
    }
  });

  it("pauses and ends stand between pieces", () => {
    assert.deepEqual(toPieces("a\\r\n--- 200 ms ---\n---100ms---\nb\n--- end ---"), [
      { waitMs: 0, bytes: "a\r" },
      { waitMs: 300, bytes: "b" },
      { waitMs: 0, bytes: null },
    ]);
    assert.deepEqual(toPieces("é\\xff\\0"), [{ waitMs: 0, bytes: "\xc3\xa9\xff\0" }]);
    for (const wrong of ["", "\n", "a\\q", "a\\"]) assert.throws(() => toPieces(wrong), RawTextError);
  });
});

describe("who decided", () => {
  const answer = (text: string) => `HTTP/1.1 400 Bad Request\r\ncontent-length: 1\r\n\r\n${text}\n`;

  it("is the line of the day's code that says so, with its clause", () => {
    const both = decisionOf(root, "day2", answer("there are both Content-Length and Transfer-Encoding"));
    assert.equal(both?.file, "day2/src/http/h1/framing.ts");
    assert.equal(both?.clause, "RFC 9112 §6.1");
    assert.match(both?.text ?? "", /LENGTH_AND_CODING/);
    const value = decisionOf(root, "day5", answer('the value of field "x" has a control character in it'));
    assert.equal(value?.clause, "RFC 9110 §5.5");
    // The comment above it speaks of another line.
    const short = decisionOf(root, "day5", answer("the request head is not complete"));
    assert.equal(short?.clause, null);
  });

  it("is no one where the answer is none, or no line says it", () => {
    assert.equal(decisionOf(root, "day5", "HTTP/1.1 200 OK\r\n\r\nthe Host field is missing"), null);
    assert.equal(decisionOf(root, "day5", answer("words that no line of the course says")), null);
    assert.equal(decisionOf(root, "day1", answer("the Host field is missing")), null);
  });
});

describe("code in context", () => {
  const lessons = readLessons(root);
  const lesson = lessons.find(({ id }) => id === "2.2");

  it("a change stands between its neighbours, numbered as in the file behind it", () => {
    assert.ok(lesson !== undefined);
    const shown = lessonCode(root, lessons, lesson);
    const diffs = lesson.blocks.filter(({ kind }) => kind === "diff");
    assert.ok(diffs.length > 0);
    for (const block of diffs) {
      const { lines, before, after } = shown.get(block.line) ?? { lines: [], before: "", after: "" };
      const text = { before: before.split("\n"), after: after.split("\n") };
      assert.deepEqual(
        lines.filter(({ kind }) => kind === "add" || kind === "same").map(({ of, at }) => text[of][at]),
        block.lines.filter((line) => !/^(-|@@)/.test(line)).map((line) => line.slice(1)),
      );
      const near = lines.filter(({ kind }) => kind === "near");
      assert.ok(near.length > 0 && near.every(({ of, at }) => text[of][at] !== undefined));
    }
  });

  it("a piece goes on where the one before it ended", () => {
    assert.ok(lesson !== undefined);
    const shown = lessonCode(root, lessons, lesson);
    const blocks = lesson.blocks.filter(({ path }) => path === "src/http/h1/request-head.ts");
    const ends = blocks.map(({ line }) => shown.get(line)?.lines.map(({ at }) => at) ?? []);
    assert.ok(ends.length > 1);
    assert.deepEqual(
      ends.flat(),
      ends.flat().map((_, index) => index),
    );
  });

  it("names the class and the method around a line", () => {
    const text =
      "export class Conn {\n  #a = 1;\n\n  async readFrame(): Promise<void> {\n    await x();\n  }\n}\n";
    assert.equal(symbolAt(text, 4), "class Conn, readFrame");
    assert.equal(symbolAt(text, 1), "class Conn");
    assert.equal(symbolAt("const a = 1;\n", 0), "");
  });
});

describe("words of the search", () => {
  it("names are cut at their capitals, Chinese at its words", () => {
    assert.deepEqual(cut("readFrame RFC9112"), ["readFrame", "read", "Frame", "RFC9112", "RFC", "9112"]);
    assert.ok(cut("回溯查找").includes("回溯"));
  });
});

describe("Chinese prose", () => {
  it("has no blank where a line ends, nor between a full-width mark and the code behind it", () => {
    const [paragraph] = parse("一行\n两行，\n`code` 和\nLatin。\n").tree.children;
    assert.ok(paragraph?.type === "paragraph");
    const texts = paragraph.children.map((part) => ("value" in part ? part.value : ""));
    assert.deepEqual(texts, ["一行两行，", "code", " 和\nLatin。"]);
  });
});

describe("what a build keeps, and what it leaves alone", () => {
  function inFolder(act: (folder: string) => void | Promise<void>): () => Promise<void> {
    return async () => {
      const folder = mkdtempSync(join(tmpdir(), "ray-site-"));
      try {
        await act(folder);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    };
  }

  it(
    "what was kept comes back; what was cut off, or has another form, counts as nothing",
    inFolder((folder) => {
      const file = join(folder, "kept.json");
      assert.equal(readKept(file, 1), null);
      writeKept(file, 1, [["a", 1]]);
      assert.deepEqual(readKept(file, 1), [["a", 1]]);
      assert.deepEqual(readdirSync(folder), ["kept.json"]);
      assert.equal(readKept(file, 2), null);
      for (const broken of ["", '{"form":1,"kept":[["a"', "null", "[]", "7"]) {
        writeFileSync(file, broken);
        assert.equal(readKept(file, 1), null, broken);
      }
    }),
  );

  it(
    "a build into a folder with other things in it is refused, and they are still there",
    inFolder(async (folder) => {
      writeFileSync(join(folder, "letter.txt"), "dear");
      await assert.rejects(buildOld(site, folder), NoSiteError);
      await assert.rejects(buildOld(site, join(folder, "letter.txt")), NoSiteError);
      assert.deepEqual(readdirSync(folder), ["letter.txt"]);
    }),
  );

  it("a Chromium that is named is the only one that is looked for", () => {
    assert.equal(findChromium({ CHROMIUM: "/there/is/none" }), null);
    assert.equal(findChromium({ CHROMIUM: process.execPath }), process.execPath);
  });
});

/** What was built, as files: links and their places, what the policy forbids, how much a first page weighs. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { before, describe, it } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { readLessons } from "../../scripts/lessons/course.ts";
import { buildOld } from "../make/build-old.ts";
import { built, root, site } from "./site.ts";

describe("the built site", () => {
  const pages = new Map<string, string>();
  before(async () => {
    await buildOld(site);
    for (const name of readdirSync(built, { recursive: true, encoding: "utf8" }))
      if (name.endsWith(".html"))
        pages.set(name.replaceAll("\\", "/"), readFileSync(join(built, name), "utf8"));
  });

  it("has a page for each page of the course", () => {
    const missing: string[] = [];
    for (const name of readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })) {
      const path = name.replaceAll("\\", "/");
      if (!path.endsWith(".md") || /^(zh\/)?day\d\.md$/.test(path)) continue;
      const out = path.replace(/README\.md$/, "index.html").replace(/\.md$/, ".html");
      if (!pages.has(out)) missing.push(out);
    }
    assert.deepEqual(missing, []);
    assert.ok(pages.size > 1_000);
  });

  it("no link leads nowhere, and no anchor is missing", () => {
    const ids = new Map(
      [...pages].map(([place, text]) => [
        place,
        new Set([...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)),
      ]),
    );
    const dead: string[] = [];
    for (const [place, text] of pages) {
      for (const [, href = ""] of text.matchAll(/<(?:a|link|script|img)[^>]*? (?:href|src)="([^"]*)"/g)) {
        if (/^[a-z]+:/.test(href)) continue;
        const [path = "", anchor] = href.replaceAll("&amp;", "&").split("#", 2);
        const target = path === "" ? place : posix.join(dirname(place), decodeURI(path));
        if (!existsSync(join(built, target))) dead.push(`${place}: ${href}`);
        else if (
          anchor !== undefined &&
          anchor !== "" &&
          ids.get(target)?.has(decodeURIComponent(anchor)) === false &&
          !/^L\d+-L\d+$/.test(anchor)
        )
          dead.push(`${place}: ${href}`);
      }
    }
    assert.deepEqual(dead.slice(0, 20), []);
  });

  it("no page has a style, a script or a handler of its own, or anything from elsewhere", () => {
    for (const [place, text] of pages) {
      const tags = text.match(/<[a-z][^>]*>/g) ?? [];
      for (const tag of tags) {
        assert.doesNotMatch(tag, / style=| on[a-z]+=/, `${place}: ${tag}`);
        if (/^<(script|link|img|iframe|source)/.test(tag))
          assert.doesNotMatch(tag, /(src|href)="(https?:)?\/\//, `${place}: ${tag}`);
        if (tag.startsWith("<script")) assert.match(tag, / src="/, `${place}: ${tag}`);
      }
    }
  });

  it("each page has one title, and no name twice", () => {
    for (const [place, text] of pages) {
      if (place === "print.html") continue;
      assert.equal(text.match(/<h1[ >]/g)?.length, 1, place);
      const ids = [...text.matchAll(/<[^>]* id="([^"]*)"/g)].map(([, id]) => id);
      assert.equal(new Set(ids).size, ids.length, place);
    }
  });

  it("shows every line that a lesson has one type", () => {
    for (const lesson of readLessons(root)) {
      const text = pages.get(lesson.page.slice(5).replace(/md$/, "html")) ?? "";
      const added = lesson.blocks
        .filter(({ kind }) => kind === "diff")
        .flatMap(({ lines }) => lines.filter((line) => line.startsWith("+")));
      const shown = text.match(/<ins class="line add" data-n="\d+">/g)?.length ?? 0;
      assert.equal(shown, added.length, lesson.id);
      const given = lesson.blocks
        .filter(({ kind }) => kind === "file" || kind === "more")
        .flatMap(({ lines }) => lines);
      const pieces = [...text.matchAll(/<figure class="code piece">[\s\S]*?<\/figure>/g)].join("");
      assert.equal(pieces.match(/<span class="line"/g)?.length ?? 0, given.length, lesson.id);
    }
  });

  it("what lies compressed beside a file is the file", () => {
    for (const place of ["index.html", "assets/style.css", "assets/search-en.json", "day1/given.html"]) {
      const bytes = readFileSync(join(built, place));
      assert.deepEqual(brotliDecompressSync(readFileSync(join(built, `${place}.br`))), bytes, place);
      assert.deepEqual(gunzipSync(readFileSync(join(built, `${place}.gz`))), bytes, place);
    }
  });

  it("each page that one reads weighs less than 100 kB on the wire, with all that it asks for", () => {
    const weightOf = (place: string) => statSync(join(built, `${place}.br`)).size;
    const shared = ["style.css", "site.js", "theme.js", "icon.svg", "live.js"];
    const frame = shared.reduce((sum, name) => sum + weightOf(`assets/${name}`), 0);
    const heavy = [...pages.keys()]
      .map((place) => ({ place, weight: weightOf(place) + frame }))
      // The appendix of a day has its files in full, and paper has all days.
      .filter(({ place, weight }) => weight >= 100_000 && !/(^|\/)(given|print)\.html$/.test(place));
    assert.deepEqual(heavy, []);
    assert.ok(frame < 20_000, `what all pages share: ${frame}`);
    assert.ok(weightOf("index.html") + frame < 30_000, "the front page");
  });
});

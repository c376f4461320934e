/** The picture of a failed socket test: from the wire of a real failure, as text and as an SVG. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Failure, planPicture } from "../../scripts/learn/picture-plan.ts";
import { drawSvg } from "../../scripts/learn/picture-svg.ts";
import { drawText } from "../../scripts/learn/picture-text.ts";
import type { WireEntry, WireNews } from "../support/wire-record.ts";
import { ECHO, LearnCourse } from "./learn-fixture.ts";

/** An entry for each thing that happened, a millisecond apart. */
function wireOf(...news: (WireNews & { client?: number })[]): WireEntry[] {
  return news.map((each, index) => ({
    file: "a.test.ts",
    test: "a test",
    client: 1,
    at: 100 + index,
    ...each,
  }));
}

const failureOf = (...news: Parameters<typeof wireOf>): Failure => ({
  lesson: "1.1",
  test: "I1: <what> & why",
  actual: null,
  expected: null,
  wire: wireOf(...news),
});

const SILENT = failureOf(
  { kind: "connected", to: "127.0.0.1:4000" },
  { kind: "sent", bytes: "hello\n", size: 6 },
  { kind: "came", bytes: "he", size: 2 },
  { kind: "missing", what: "llo␊", why: "nothing happened for 5 s", peer: null },
  { kind: "closed", error: "ECONNRESET" },
);

test("a real failure is drawn, by the commands that a learner gives", async (t) => {
  const course = new LearnCourse(t);
  await course.did("start", "1.1");
  assert.equal((await course.did("picture")).code, 1, "nothing has failed yet");
  course.write("work/src/echo.ts", ECHO.replace("return bytes;", "return bytes.subarray(0, 14);"));
  course.write("work/src/index.ts", 'export * from "./echo.ts";\n');
  await course.did("check");
  const { code, text } = await course.did("picture", `${course.root}/drawn.svg`);
  assert.equal(code, 0);
  assert.match(text, /^lesson 1\.1: I1: what was sent comes back, byte by byte$/m);
  assert.match(text, /\|-- GET \/ HTTP\/1\.1␍␊␍␊ \(18\) -+>\|/);
  assert.match(text, /\|<-+ GET \/ HTTP\/1\.1 \(14\) --\|/);
  assert.match(text, /\|<·+ 18 bytes \(nothing happened for 5 s\) ··\|/);
  assert.match(
    course.read("drawn.svg") ?? "",
    /^<svg [\s\S]*GET \/ HTTP\/1\.1\\r\\n\\r\\n \(18\)[\s\S]*<\/svg>\n$/,
  );
});

test("time goes down, arrows go both ways, and what never came is dotted and red", () => {
  const picture = planPicture(SILENT);
  assert.ok(picture !== null);
  const lines = drawText(picture, (text) => `RED${text}`);
  assert.deepEqual(
    lines
      .slice(3)
      .map((line) => line.replace(/-{4,}/, "----").replace(/·{4,}/, "····").replace(/ {4,}/g, "    ")),
    [
      "    0 ms |    connected    |",
      "    1 ms |-- hello␊ (6) ---->|",
      "    2 ms |<---- he (2) --|",
      "    3 ms |RED<···· llo␊ (nothing happened for 5 s) ··|",
      "    4 ms |    closed: ECONNRESET    |",
    ],
  );
  assert.equal(
    new Set(lines.slice(3).map((line) => line.replace("RED", "").length)).size,
    1,
    "the lines of life are straight",
  );
});

test("the SVG is whole: each element is closed, text is escaped, and only what never came is red", () => {
  const picture = planPicture(SILENT);
  assert.ok(picture !== null);
  const svg = drawSvg(picture);
  const open = [...svg.matchAll(/<(\w+)(?: [^<>]*[^/<>])?>/g)].map(([, name]) => name).sort();
  const closed = [...svg.matchAll(/<\/(\w+)>/g)].map(([, name]) => name).sort();
  assert.deepEqual(open, closed);
  assert.match(svg, /<title>lesson 1\.1: I1: &lt;what&gt; &amp; why<\/title>/);
  const red = svg.split("\n").filter((line) => line.includes("#c62828"));
  assert.equal(red.length, 3, "an arrow, its point, its words");
  assert.match(red[0] ?? "", /stroke-dasharray/);
});

test("bytes that differ: what should have come is the red one", () => {
  const failure = {
    ...failureOf({ kind: "came", bytes: "hallo", size: 5 }),
    actual: "hallo",
    expected: "hello",
  };
  const rows = planPicture(failure)?.lanes[0]?.rows ?? [];
  assert.deepEqual(
    rows.map(({ text, isMissing }) => [text, isMissing]),
    [
      ["hallo (5)", false],
      ["hello (5) expected", true],
      ["the first 1 bytes are right", true],
    ],
  );
});

test("of many clients and many pieces the last are drawn; without any there is no picture", () => {
  assert.equal(planPicture(failureOf()), null);
  const many = Array.from({ length: 200 }, (_, index) => ({
    kind: "sent" as const,
    bytes: `${index}`,
    size: 3,
    client: (index % 5) + 1,
  }));
  const picture = planPicture(failureOf(...many));
  assert.deepEqual(
    picture?.lanes.map(({ client }) => client),
    [3, 4, 5],
  );
  const rows = picture?.lanes[2]?.rows ?? [];
  assert.equal(rows[0]?.text, "… 16 earlier");
  assert.equal(rows.at(-1)?.text, "199 (3)");
});

test("what should have come stands at the client that got something else, and not at one that came later", () => {
  const picture = planPicture({
    ...failureOf(
      { kind: "came", bytes: "h\nello\n", size: 7 },
      { client: 2, kind: "came", bytes: "ping\n", size: 5 },
    ),
    actual: "h\nello\n",
    expected: "hello\n",
  });
  const red = picture?.lanes.map(({ rows }) =>
    rows.filter(({ isMissing }) => isMissing).map(({ text }) => text),
  );
  assert.deepEqual(red, [["hello␊ (6) expected", "the first 1 bytes are right"], []]);
});

/** `npm run house`: what is counted, and which figures end it with 1. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Tree } from "../../scripts/days/tree.ts";
import { boundsOf, isKept } from "../../scripts/house/bounds.ts";
import { drawSvg } from "../../scripts/house/draw-svg.ts";
import { commentShare, countFiles, type Figures } from "../../scripts/house/figures.ts";
import { directArrows, planOf } from "../../scripts/house/plan.ts";
import { runScript } from "./cli-fixture.ts";

function treeOf(files: Record<string, string>): Tree {
  const entries = Object.entries(files).map(([file, text]) => [file, Buffer.from(text)] as const);
  return { day: 5, exists: true, files: new Map(entries), odd: [] };
}

test("lines, code and comments are counted as the checks count them", () => {
  const tree = treeOf({ "a.ts": "/**\n * what\n */\n\nconst a = 1; // why\n// so\n", "b.ts": "b();" });
  const counts = countFiles(tree, ["a.ts", "b.ts", "none.ts"]);
  assert.deepEqual(counts, { files: 2, lines: 7, code: 2, comments: 4 });
  assert.equal(Math.round(commentShare(counts)), 67);
  assert.equal(commentShare({ code: 0, comments: 0 }), 0);
});

test("an arrow that another way implies is drawn in no picture", () => {
  const plan = planOf(
    treeOf({
      "sync/a.ts": "",
      "net/a.ts": 'import "../sync/a.ts";',
      "net/tls/b.ts": 'import "../a.ts";',
      "http/a.ts": 'import "../net/tls/b.ts"; import "./b.ts"; import type { A } from "../sync/a.ts";',
      "http/b.ts": "",
    }),
  );
  assert.deepEqual(
    plan.layers.flat().map(({ name, files, standsOn }) => [name, files.length, standsOn]),
    [
      ["sync", 1, []],
      ["net", 2, ["sync"]],
      ["http", 2, ["sync", "net"]],
    ],
  );
  assert.deepEqual(directArrows(plan).get("http"), ["net"]);
  assert.equal(drawSvg(plan).match(/marker-end/g)?.length, 2);
});

const fine: Figures = {
  days: [],
  rooms: [],
  way: { files: 47, calls: 1, rooms: [] },
  circles: { loading: [], ofTypes: [["a.ts", "b.ts"]] },
  small: [],
  instantiations: 49_999,
};

test("circles that load and dear types break a limit; a long way only misses an aim", () => {
  const broken = (figures: Figures) =>
    boundsOf(figures)
      .filter((bound) => bound.kind === "limit" && !isKept(bound))
      .map(({ what }) => what);
  assert.deepEqual(broken(fine), []);
  assert.deepEqual(broken({ ...fine, instantiations: 50_000 }), ["types for 500 routes"]);
  const circles = { loading: [["a.ts", "b.ts"]], ofTypes: [] };
  assert.deepEqual(broken({ ...fine, circles }), ["circles of files that load each other"]);
});

test("the figures of this course, for programs and for people", async () => {
  const { code, stdout } = await runScript("house", ["--json"]);
  const figures = JSON.parse(stdout) as Figures & { bounds: ReturnType<typeof boundsOf> };
  assert.equal(figures.days.length, 5);
  for (const room of ["event-loop", "net", "http/h1", "endpoint", "router"]) {
    assert.ok(
      figures.way.rooms.some(([name]) => name === room),
      `a request passes ${room}`,
    );
  }
  const isFine = figures.bounds.every((bound) => bound.kind === "aim" || isKept(bound));
  assert.equal(code, isFine ? 0 : 1);
  const news = figures.days.reduce((sum, { newCode }) => sum + newCode, 0);
  assert.equal(news, figures.days[4]?.code, "what all days add is what the last one has");
  const { lines, files } = figures.days[4] as Figures["days"][number];
  assert.equal(
    figures.rooms.reduce((sum, room) => sum + room.files, 0),
    files,
  );
  assert.equal(
    figures.rooms.reduce((sum, room) => sum + room.lines, 0),
    lines,
  );
});

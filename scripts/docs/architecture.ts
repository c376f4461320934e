/**
 * The page of the architecture: what a script draws there, the layers and the way of one request, must be as the code
 * is, the picture too, and each room must have its paragraph. Called by docs-check.ts; with --write it draws anew.
 */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LAYERS } from "../days/layers.ts";
import { readTree } from "../days/tree.ts";
import { drawSvg } from "../house/draw-svg.ts";
import { drawText } from "../house/draw-text.ts";
import { type Plan, planOf, roomOf } from "../house/plan.ts";
import type { Way } from "../house/request-way.ts";
import { byRoom } from "../house/way-of.ts";
import type { Page, Problem } from "./page.ts";

export const ARCHITECTURE = "docs/reference/architecture.md";
export const PICTURE = "docs/images/layers.svg";

/** The day that is drawn: the last one has all rooms. */
const DAY = 5;
const MEND = "npm run docs:check -- --write";

export interface Drawing {
  /** Draws what is out of date instead of complaining. */
  readonly write: boolean;
  readonly way: () => Way;
}

export function checkArchitecture(root: string, page: Page, { write, way }: Drawing): Problem[] {
  const plan = planOf(readTree(root, DAY));
  const problems = [
    ...checkRooms(page, plan),
    ...checkDrawn(page, "layers", ["```text", ...drawText(plan), "```"]),
    ...checkDrawn(page, "way", wayTable(way())),
  ];
  const stale = problems.some(({ drawn }) => drawn !== undefined);
  const picture = drawSvg(plan);
  const file = join(root, PICTURE);
  const known = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  if (write) {
    if (known !== picture) writeFileSync(file, picture);
    if (stale) writeFileSync(join(root, page.path), redraw(page.text, problems));
    return problems.filter(({ drawn }) => drawn === undefined).map(({ problem }) => problem);
  }
  const told = problems.map(({ problem }) => problem);
  if (known === picture) return told;
  const what = known === undefined ? "is missing" : "is older than the imports";
  return [...told, { page: page.path, line: 1, message: `${PICTURE} ${what}: ${MEND}` }];
}

interface Found {
  readonly problem: Problem;
  /** Which stretch would have to be drawn anew, and as what. */
  readonly drawn?: { readonly name: string; readonly text: string };
}

/** A stretch that a script draws stands between two comments. */
function stretch(name: string): RegExp {
  return new RegExp(`(<!-- drawn: ${name} -->\n)((?:(?!<!--)[\\s\\S])*)(<!-- end -->)`);
}

function checkDrawn(page: Page, name: string, lines: readonly string[]): Found[] {
  const match = stretch(name).exec(page.text);
  const problem = (line: number, message: string) => ({ page: page.path, line, message });
  if (match === null) {
    return [
      {
        problem: problem(
          1,
          `there is no <!-- drawn: ${name} --> … <!-- end --> in the page: add the two lines`,
        ),
      },
    ];
  }
  const text = `\n${lines.join("\n")}\n\n`;
  if (match[2] === text) return [];
  const line = page.text.slice(0, match.index).split("\n").length;
  return [{ problem: problem(line, `"${name}" is older than the code: ${MEND}`), drawn: { name, text } }];
}

function redraw(text: string, found: readonly Found[]): string {
  return found.reduce(
    (now, { drawn }) =>
      drawn === undefined
        ? now
        : now.replace(stretch(drawn.name), (_, open: string, __, close: string) => open + drawn.text + close),
    text,
  );
}

/** A room has a heading that is its name; a heading of a room that is gone has outlived it. */
function checkRooms(page: Page, plan: Plan): Found[] {
  const rooms = new Set(plan.layers.flat().map(({ name }) => name));
  const told = page.headings.filter(({ depth }) => depth === 3);
  const found: Found[] = [...rooms]
    .filter((room) => told.every(({ text }) => text !== room))
    .map((room) => ({
      problem: {
        page: page.path,
        line: 1,
        message: `the room ${room} has no paragraph: add "### \`${room}\`", what it is and what it never does`,
      },
    }));
  for (const { text, line } of told) {
    if (rooms.has(text)) continue;
    const message = `there is no room ${text} in day${DAY}/src: remove its paragraph`;
    found.push({ problem: { page: page.path, line, message } });
  }
  return found;
}

function wayTable(way: Way): string[] {
  const rooms = byRoom(way, LAYERS.flat(), roomOf);
  const name = (file: string) => `\`${file.slice(file.lastIndexOf("/") + 1)}\``;
  return [
    `| room | the files of the ${way.files.length} that it passes |`,
    "| --- | --- |",
    ...rooms.map(([room, files]) => `| \`${room}\` | ${files.map(name).join(", ")} |`),
  ];
}

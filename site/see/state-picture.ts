/**
 * States in a row, arcs between them, and below each state how a connection may end there. Where things stand is
 * reckoned from what was recorded. Pure. Called by state-page.ts.
 */
import type { StateMachine, Way } from "./state-record.ts";
import type { StateWords } from "./state-words.ts";
import { arrow, box, path, svg, text } from "./svg.ts";

const COLUMN = 148;
const WIDTH = 100;
const HEIGHT = 40;
const LEFT = 72;
const ENDING = 30;

/** What a way ends in, in words. */
export function endingWords({ ending, to }: Way, words: StateWords): string {
  if (ending === null) return to;
  return ending in words.endings
    ? words.endings[ending as keyof typeof words.endings]
    : words.answered(ending);
}

export function statePicture({ states, first, ways }: StateMachine, words: StateWords): string {
  const column = (name: string) => states.findIndex((state) => state.name === name);
  const middle = (name: string) => LEFT + column(name) * COLUMN + WIDTH / 2;
  const between = ways.filter(({ ending }) => ending === null);
  const spans = between.map(({ from, to }) => Math.abs(column(to) - column(from)));
  const row = 30 + Math.max(0, ...spans.filter((span) => span > 1)) * 30;
  const number = (way: Way) => String(ways.indexOf(way) + 1);
  const parts: string[] = [];
  for (const way of between) {
    const [from, to] = [middle(way.from), middle(way.to)];
    const isNext = column(way.to) === column(way.from) + 1;
    if (isNext) {
      const y = row + HEIGHT / 2;
      parts.push(arrow(from + WIDTH / 2, y, to - WIDTH / 2, y), ...sign((from + to) / 2, y, number(way)));
      continue;
    }
    // A way leaves on the right of a box and arrives on its left, so that no two lie on each other.
    const [x1, x2] = [from + 16, to - 16];
    const top = row - 30 * Math.abs(column(way.to) - column(way.from));
    const style = to > from ? "edge" : "edge later";
    parts.push(
      path(`M${x1} ${row} C${x1} ${top} ${x2} ${top} ${x2} ${row}`, style),
      path(`M${x2 - 5} ${row - 8} L${x2} ${row} L${x2 + 5} ${row - 8}`, "edge head-of"),
      ...sign((x1 + x2) / 2, row * 0.25 + top * 0.75, number(way)),
    );
  }
  parts.push(
    arrow(20, row + HEIGHT / 2, middle(first) - WIDTH / 2, row + HEIGHT / 2),
    text(16, row + HEIGHT / 2 - 8, words.accept, "small"),
  );
  for (const { name } of states) {
    const left = middle(name) - WIDTH / 2;
    parts.push(
      box(left, row, WIDTH, HEIGHT, "box state"),
      text(middle(name), row + 25, name, "label head", "middle"),
    );
  }
  const ends = row + HEIGHT + 44;
  let most = 0;
  for (const { name } of states) {
    const own = ways.filter(({ from, ending }) => from === name && ending !== null);
    most = Math.max(most, own.length);
    if (own.length > 0) parts.push(arrow(middle(name), row + HEIGHT, middle(name), ends - 4));
    for (const [index, way] of own.entries()) {
      const y = ends + index * ENDING;
      const style = way.ending === "reset" || way.ending === "gone" ? "dead" : "";
      const left = middle(name) - COLUMN / 2 + 4;
      parts.push(
        box(left, y, COLUMN - 8, ENDING - 6, `box ${style}`),
        ...sign(left + 13, y + ENDING / 2 - 3, number(way)),
        text(left + 26, y + 16, endingWords(way, words), "small"),
      );
    }
  }
  return svg({
    width: LEFT + states.length * COLUMN,
    height: ends + most * ENDING + 8,
    title: words.title,
    fits: "page",
    description: ways
      .map(
        (way) =>
          `${number(way)}: ${way.from} → ${way.ending === null ? way.to : words.ends(endingWords(way, words))}`,
      )
      .join("; "),
    parts,
  });
}

/** The number of a step, on its way. */
function sign(x: number, y: number, number: string): string[] {
  return [`<circle cx="${x}" cy="${y}" r="9" class="sign"/>`, text(x, y + 4, number, "small", "middle")];
}

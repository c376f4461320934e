/** compose: the screen of the watch as lines that fit: head, what there is to see, bars, keys. Called by watch.ts. Pure. */
import type { Paint } from "../shared/paint.ts";

export interface Screen {
  readonly head: readonly string[];
  readonly body: readonly string[];
  /** The pages of it that were turned: 0 shows its beginning. */
  readonly turned: number;
  /** Below all: what is going on, bars, keys. */
  readonly foot: readonly string[];
  readonly columns: number;
  readonly rows: number;
  readonly paint: Paint;
}

export interface Drawn {
  readonly lines: readonly string[];
  /** The page that is shown, of those that there are. */
  readonly turned: number;
}

/** The last row stays free, since a line feed behind it would move all up. */
export function compose({ head, body, turned, foot, columns, rows, paint }: Screen): Drawn {
  const fit = (lines: readonly string[]) => lines.flatMap((line) => wrapHard(line, columns));
  const [top, bottom] = [fit(head), fit(foot)];
  const room = Math.max(3, rows - 1 - top.length - bottom.length);
  const page = pageOf(fit(body), room, turned);
  const lines = [...top, ...page.lines, ...bottom].map((line) => coloured(line, paint));
  return { lines, turned: page.turned };
}

/** As much of the lines as there is room for, and how to see the rest. */
function pageOf(lines: readonly string[], room: number, wanted: number): Drawn {
  if (lines.length <= room) return { lines, turned: 0 };
  const last = Math.ceil(lines.length / (room - 1)) - 1;
  const turned = Math.min(wanted, last);
  const part = lines.slice(turned * (room - 1), (turned + 1) * (room - 1));
  const how = `… page ${turned + 1} of ${last + 1} ([space], [b])`;
  return { lines: [...part, how], turned };
}

/** In pieces that fit. All our signs take one column each, but for what a learner's own text brings in. */
export function wrapHard(line: string, columns: number): string[] {
  const signs = [...line];
  if (signs.length <= columns) return [line];
  const pieces: string[] = [];
  for (let at = 0; at < signs.length; at += columns) pieces.push(signs.slice(at, at + columns).join(""));
  return pieces;
}

/** By how a line begins. */
function coloured(line: string, paint: Paint): string {
  if (/^\s*✖/.test(line)) return paint("red", line);
  if (/^\s*✔/.test(line)) return paint("green", line);
  if (/^\+(?!\+\+)/.test(line)) return paint("green", line);
  if (/^-(?!--)/.test(line)) return paint("red", line);
  if (/^ {12}\s*\^ /.test(line)) return paint("red", line);
  if (/^(read|write|given|tests|page| {2}page) /.test(line)) return paint("cyan", line);
  if (/^(lesson \[|\[h\])/.test(line)) return paint("dim", line);
  return line;
}

/** drawText: a picture of a failed test for the terminal. Called by picture.ts. Pure. */
import type { Arrow, Note, Picture } from "./picture-plan.ts";

/** Signs between the two lines of life. */
const WIDTH = 66;

/** `red` colours what never came. */
export function drawText({ title, lanes }: Picture, red: (text: string) => string): string[] {
  return [
    title,
    ...lanes.flatMap(({ client, rows }) => [
      "",
      `         client ${client}${" ".repeat(WIDTH - 9 - String(client).length)}server`,
      ...rows.map((row) => line(row, red)),
    ]),
  ];
}

function line(row: Arrow | Note, red: (text: string) => string): string {
  const middle = row.kind === "note" ? centred(row.text) : arrow(row);
  const time = `${row.at} ms`.padStart(8);
  return `${time} |${row.isMissing ? red(middle) : middle}|`;
}

function centred(text: string): string {
  const cut = text.slice(0, WIDTH);
  const left = Math.floor((WIDTH - cut.length) / 2);
  return " ".repeat(left) + cut.padEnd(WIDTH - left);
}

/** A missing one is dotted. */
function arrow({ to, text, isMissing }: Arrow): string {
  const stroke = isMissing ? "·" : "-";
  const label = ` ${text.length > WIDTH - 8 ? `${text.slice(0, WIDTH - 9)}…` : text} `;
  const rest = WIDTH - label.length - 3;
  const long = stroke.repeat(Math.max(0, rest));
  return to === "server" ? `${stroke}${stroke}${label}${long}>` : `<${long}${label}${stroke}${stroke}`;
}

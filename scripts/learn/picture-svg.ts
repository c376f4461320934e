/** drawSvg: a picture of a failed test as an SVG that any browser shows. Called by picture.ts. Pure. */
import type { Arrow, Lane, Note, Picture } from "./picture-plan.ts";

const WIDTH = 760;
const LEFT = 110;
const RIGHT = 650;
const ROW = 34;
const HEAD = 64;
const MOST_TITLE = 76;
const RED = "#c62828";
const INK = "#1f2933";

export function drawSvg({ title, lanes }: Picture): string {
  const parts: string[] = [];
  let top = HEAD;
  for (const lane of lanes) {
    parts.push(...drawLane(lane, top));
    top += (lane.rows.length + 2) * ROW;
  }
  const height = top + 8;
  const short = title.length > MOST_TITLE ? `${title.slice(0, MOST_TITLE)}…` : title;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="13">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<text x="24" y="34" font-size="15" fill="${INK}">${escaped(short)}</text>`,
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}

function drawLane({ client, rows }: Lane, top: number): string[] {
  const bottom = top + (rows.length + 1) * ROW;
  const life = (x: number, name: string) => [
    `<text x="${x}" y="${top + 12}" text-anchor="middle" font-weight="bold" fill="${INK}">${name}</text>`,
    `<line x1="${x}" y1="${top + 22}" x2="${x}" y2="${bottom}" stroke="${INK}"/>`,
  ];
  return [
    ...life(LEFT, `client ${client}`),
    ...life(RIGHT, "server"),
    ...rows.flatMap((row, index) => drawRow(row, top + (index + 1) * ROW + 10)),
  ];
}

function drawRow(row: Arrow | Note, y: number): string[] {
  const colour = row.isMissing ? RED : INK;
  const time = `<text x="${LEFT - 14}" y="${y + 4}" text-anchor="end" font-size="11" fill="#6b7785">${row.at} ms</text>`;
  const middle = (LEFT + RIGHT) / 2;
  const words = (dy: number) =>
    `<text x="${middle}" y="${y + dy}" text-anchor="middle" fill="${colour}">${escaped(row.text)}</text>`;
  if (row.kind === "note") return [time, words(4)];
  const [from, to] = row.to === "server" ? [LEFT, RIGHT] : [RIGHT, LEFT];
  const back = to > from ? -8 : 8;
  // Time goes on while the bytes travel: an arrow falls a little.
  const dashes = row.isMissing ? ' stroke-dasharray="5 5"' : "";
  return [
    time,
    `<line x1="${from}" y1="${y}" x2="${to}" y2="${y + 6}" stroke="${colour}"${dashes}/>`,
    `<path d="M ${to} ${y + 6} l ${back} -5 l 0 10 z" fill="${colour}"/>`,
    words(-5),
  ];
}

/** XML allows no control characters, and few fonts have the pictures that `visible` has made of CR and LF. */
function escaped(text: string): string {
  const plain = text.replaceAll("␍", "\\r").replaceAll("␊", "\\n");
  return plain.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

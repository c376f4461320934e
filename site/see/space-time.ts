/** What went over a connection as a space-time picture: two lives side by side, bytes between them. Pure; for the page. */
import { line, svg, text } from "./svg.ts";

export interface Happening {
  readonly ms: number;
  readonly kind: string;
  /** One character for each byte. */
  readonly bytes: string;
}

const LEFT = 120;
const RIGHT = 640;
const WIDTH = 760;
const ROW = 36;
const TOP = 52;
const MOST = 58;

export function spaceTime(happened: readonly Happening[], server: string): string {
  const height = TOP + (happened.length + 1) * ROW;
  const parts = [
    text(LEFT, 26, "you", "head", "middle"),
    text(RIGHT, 26, server, "head", "middle"),
    line(LEFT, 36, LEFT, height - 12),
    line(RIGHT, 36, RIGHT, height - 12),
    ...happened.flatMap((one, index) => rowOf(one, TOP + index * ROW + 8)),
  ];
  const description = happened
    .map(({ ms, kind, bytes }) => `${ms} ms: ${kind} ${bytes === "" ? "" : `${bytes.length} bytes`}`)
    .join("; ");
  return svg({ width: WIDTH, height, title: "What went over the connection", description, parts });
}

function rowOf({ ms, kind, bytes }: Happening, y: number): string[] {
  const time = text(LEFT - 12, y + 4, `${ms.toFixed(1)} ms`, "small", "end");
  const middle = (LEFT + RIGHT) / 2;
  if (kind === "still open")
    return [
      time,
      text(middle, y + 4, "nothing more for 1.5 s: the connection stays open", "small", "middle"),
    ];
  const isOurs = kind === "sent" || kind === "we ended";
  const [from, to] = isOurs ? [LEFT, RIGHT] : [RIGHT, LEFT];
  const style = kind === "came" ? "on" : kind === "sent" ? "edge" : "dead";
  const words =
    bytes === ""
      ? { "we ended": "end of our side", "it ended": "end of its side", reset: "RESET" }[kind]
      : shorten(bytes);
  const head = isOurs ? -8 : 8;
  // Time goes on while the bytes travel: an arrow falls a little.
  return [
    time,
    line(from, y, to, y + 6, `edge ${style}`),
    `<path class="edge ${style}" d="M${to + head} ${y + 1} L${to} ${y + 6} L${to + head} ${y + 11}"/>`,
    text(middle, y - 3, words ?? kind, "small", "middle"),
  ];
}

/** The first line, and how much more there is. */
function shorten(bytes: string): string {
  const plain = bytes
    .replace(/\r/g, "\\r")
    .replace(/\n/g, "\\n")
    .replace(/[^\x20-\x7e]/g, "·");
  return plain.length <= MOST ? plain : `${plain.slice(0, MOST)}… (${bytes.length} bytes)`;
}

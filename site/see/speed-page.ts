/**
 * Three tables of docs/performance.md as bars, each for the lesson that builds what it measures. The page has the
 * figures; here are none. Called by see-pages.ts.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { html, Safe } from "../make/html.ts";
import type { Lang } from "../make/pages.ts";
import { type Bar, drawBars, numberOf } from "./bars.ts";
import { figureOf, type SeePicture, type SeeSite } from "./see-picture.ts";
import { type SpeedWords, speedWords } from "./speed-words.ts";

const PAGE = "docs/performance.md";

/** Each is an anchor of the page. */
export const CHARTS = ["head", "router", "servers"] as const;
type Chart = (typeof CHARTS)[number];

export function speedPicture({ root }: Pick<SeeSite, "root">): SeePicture {
  const text = readFileSync(join(root, PAGE), "utf8");
  const figure = (chart: Chart, lang: Lang) => {
    const words = speedWords(lang);
    const { title, unit, caption } = words[chart];
    return figureOf(title, drawBars(unit, barsFor(chart, text, words)), caption);
  };
  return {
    out: "see/speed.html",
    langs: ["en", "zh"],
    title: (lang) => speedWords(lang).title,
    figure: (lang, part) => figure(CHARTS.find((one) => one === part) ?? "servers", lang),
    page(lang) {
      const words = speedWords(lang);
      const charts = CHARTS.map(
        (chart) => html`<h2 id="${chart}">${words[chart].title}</h2>${new Safe(figure(chart, lang))}`,
      );
      return html`<h1>${words.title}</h1>
<p>${words.lead} <a href="${lang === "zh" ? "../../" : "../"}performance.html">${words.whole}</a></p>
${charts}`.text;
    },
  };
}

/** Errors: the page has no such table, or no number where one should be. */
export function barsFor(chart: Chart, page: string, words: SpeedWords): Bar[] {
  if (chart === "router")
    return tableBehind(page, "The twelve routes and seven requests").map((row) => barOf(row, 2));
  if (chart === "servers") return tableBehind(page, "GET, a browser's head:").map((row) => barOf(row, 1));
  return tableBehind(page, "## The hot files")
    .filter(([work = ""]) => work.startsWith("request head"))
    .flatMap((row) => {
      const kind = row[0]?.endsWith("small") ? words.head.small : words.head.browser;
      return [
        { ...barOf(row, 2), name: `${kind}: ${words.head.own}`, isOwn: true },
        { ...barOf(row, 3), name: `${kind}: ${words.head.twin}`, isOwn: false },
      ];
    });
}

function barOf(row: readonly string[], column: number): Bar {
  const value = numberOf(row[column] ?? "");
  if (value === null) throw new Error(`${PAGE}: no number in column ${column} of "${row.join(" | ")}"`);
  return { name: row[0] ?? "", value, isOwn: row[0] === "ray" };
}

/** The rows, without the head, of the first table behind the line that begins so. */
function tableBehind(page: string, beginning: string): string[][] {
  const lines = page.split("\n");
  const from = lines.findIndex((line) => line.startsWith(beginning));
  const first = lines.findIndex((line, index) => index > from && line.startsWith("|"));
  if (from < 0 || first < 0) throw new Error(`${PAGE} has no table behind "${beginning}"`);
  const end = lines.findIndex((line, index) => index > first && !line.startsWith("|"));
  const rows = lines.slice(first, end < 0 ? undefined : end);
  return rows.slice(2).map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

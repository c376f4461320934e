/**
 * Colours for code: lines of spans with classes, one class for each pair of colours in light and dark. Called wherever
 * code is shown. What was coloured once is kept on disk by its text, since that costs most of a build.
 */
import { createHash } from "node:crypto";
import type { ElementContent } from "hast";
import { readKept, writeKept } from "./cache.ts";
import { h } from "./html.ts";
import { LineColours, PLAIN } from "./line-colours.ts";

const LANGS = ["typescript", "javascript", "json", "yaml", "html", "css", "nginx", "docker", "ini"] as const;
const ALIASES: Readonly<Record<string, string>> = {
  ts: "typescript",
  js: "javascript",
  mjs: "javascript",
  yml: "yaml",
  conf: "nginx",
  dockerfile: "docker",
  service: "ini",
};
/** Grows when what is kept changes its form. */
const FORM = 3;

interface Kept {
  readonly looks: string[];
  readonly lines: readonly [string, readonly CodeLine[]][];
}

/** Pairs of class number (0: none) and text. */
export type CodeLine = readonly (readonly [number, string])[];

export class Highlighter {
  readonly #colours: LineColours;
  readonly #file: string;
  /** "color light/color dark/font style" → its number is its place, from 1. */
  readonly #looks: string[];
  /** By the hash of language and text. Only what this build has asked for is kept for the next one. */
  readonly #kept: ReadonlyMap<string, readonly CodeLine[]>;
  readonly #used = new Map<string, readonly CodeLine[]>();

  private constructor(colours: LineColours, file: string) {
    this.#colours = colours;
    this.#file = file;
    const { looks, lines } = readKept<Kept>(file, FORM) ?? { looks: [], lines: [] };
    this.#looks = looks;
    this.#kept = new Map(lines);
  }

  /** `file`: where colours are kept; "" keeps none. */
  static async open(file: string): Promise<Highlighter> {
    return new Highlighter(await LineColours.open(LANGS), file);
  }

  knows(lang: string): boolean {
    return LANGS.some((name) => name === (ALIASES[lang] ?? lang));
  }

  /** The lines of a text; of an unknown language they are plain. */
  lines(text: string, lang: string): readonly CodeLine[] {
    if (!this.knows(lang)) return text.split("\n").map((line) => [[0, line]]);
    const key = createHash("sha256").update(`${lang}\n${text}`).digest("base64url").slice(0, 20);
    const lines = this.#used.get(key) ?? this.#kept.get(key) ?? this.#colour(text, ALIASES[lang] ?? lang);
    this.#used.set(key, lines);
    return lines;
  }

  #colour(text: string, lang: string): CodeLine[] {
    return this.#colours.lines(text, lang).map((line) => {
      const spans: [number, string][] = [];
      for (const [look, content] of line) {
        const last = spans.at(-1);
        // Blanks have no colour: they join what stands in front of them.
        const number = look === "" ? (last?.[0] ?? 0) : this.#numberOf(look);
        if (last !== undefined && last[0] === number) last[1] += content;
        else spans.push([number, content]);
      }
      return spans;
    });
  }

  #numberOf(look: string): number {
    if (look === PLAIN) return 0;
    const at = this.#looks.indexOf(look);
    return at < 0 ? this.#looks.push(look) : at + 1;
  }

  /** The style sheet of the classes. */
  css(): string {
    return this.#looks
      .map((look, index) => {
        const [light = "", dark = "", italic] = look.split("/");
        const style = italic === "1" ? "font-style:italic;" : "";
        return `.t${index + 1}{${style}color:light-dark(${light.toLowerCase()},${dark.toLowerCase()})}`;
      })
      .join("\n");
  }

  save(): void {
    writeKept(this.#file, FORM, { looks: this.#looks, lines: [...this.#used] } satisfies Kept);
  }
}

/** The content of one line as HTML. `names`: from column, to column, type, in order. */
export function spansOf(
  line: CodeLine,
  names: readonly (readonly [number, number, string])[] = [],
): ElementContent[] {
  let column = 0;
  return line.flatMap(([look, text]) => {
    const begin = column;
    column += text.length;
    const pieces: ElementContent[] = [];
    let at = begin;
    const plain = (to: number) => {
      if (to > at) pieces.push(piece(look, text.slice(at - begin, to - begin)));
    };
    for (const [from, to, type] of names) {
      // Begun in this span: colours and names may be cut at different places.
      if (from < at || from >= column) continue;
      plain(from);
      at = Math.min(to, column);
      pieces.push(piece(look, text.slice(from - begin, at - begin), type));
    }
    plain(column);
    return pieces;
  });
}

function piece(look: number, text: string, type = ""): ElementContent {
  if (look === 0 && type === "") return { type: "text", value: text };
  return h(
    "span",
    { ...(look > 0 && { className: [`t${look}`] }), ...(type !== "" && { dataType: type }) },
    text,
  );
}

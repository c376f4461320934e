/**
 * Colours line by line. A line has the same colours wherever it stands behind the same state of the grammar, and most
 * lines of the course stand in many texts: each is read once. Called by highlight.ts, which keeps whole texts.
 */
import { createHighlighterCore, type GrammarState, type HighlighterCore } from "shiki/core";
import { createOnigurumaEngine } from "shiki/engine/oniguruma";
import { PAIRS, pairsOf, type Theme } from "./theme-pairs.ts";

/** The look of what has no colour of its own. */
export const PLAIN = "plain";

/** Pairs of look ("color light/color dark/italic", PLAIN; "" for blanks) and text. */
export type LookLine = readonly (readonly [string, string])[];

/** Between two lines of a text. There are few: at the top, in a comment, in a template, … */
interface State {
  /** Null before the first line. */
  readonly grammar: GrammarState | null;
  readonly read: Map<string, { readonly line: LookLine; readonly next: State }>;
}

export class LineColours {
  readonly #core: HighlighterCore;
  /** By the number that stands in place of a colour: light and dark. */
  readonly #pairs: readonly string[];
  /** By language; the first of each is the one before the first line. */
  readonly #states = new Map<string, State[]>();

  private constructor(core: HighlighterCore, pairs: readonly string[]) {
    this.#core = core;
    this.#pairs = pairs;
  }

  static async open(langs: readonly string[]): Promise<LineColours> {
    const [light, dark] = await Promise.all(
      ["light", "dark"].map(async (kind): Promise<Theme> => {
        return (await import(`@shikijs/themes/github-${kind}-high-contrast`)).default;
      }),
    );
    const { theme, pairs } = pairsOf(light as Theme, dark as Theme);
    const core = await createHighlighterCore({
      langs: langs.map((name) => import(`@shikijs/langs/${name}`)),
      themes: [theme],
      engine: createOnigurumaEngine(import("shiki/wasm")),
    });
    return new LineColours(core, pairs);
  }

  lines(text: string, lang: string): LookLine[] {
    const states = this.#states.get(lang) ?? [{ grammar: null, read: new Map() }];
    this.#states.set(lang, states);
    let state = states[0] as State;
    return text.split("\n").map((line) => {
      const known = state.read.get(line) ?? this.#read(line, lang, state, states);
      state.read.set(line, known);
      state = known.next;
      return known.line;
    });
  }

  #read(text: string, lang: string, { grammar }: State, states: State[]): { line: LookLine; next: State } {
    const tokens = this.#core.codeToTokensBase(text, {
      lang,
      theme: PAIRS,
      // A machine that is busy must not give a line other colours.
      tokenizeTimeLimit: 0,
      ...(grammar !== null && { grammarState: grammar }),
    });
    const line = (tokens[0] ?? []).map(({ content, color = "", fontStyle = 0 }): [string, string] => {
      if (content.trim() === "") return ["", content];
      const number = Number.parseInt(color.slice(1), 16);
      const italic = fontStyle & 1;
      // The first pair is the editor's own, for whatever has no other.
      return [number === 0 && italic === 0 ? PLAIN : `${this.#pairs[number]}/${italic}`, content];
    });
    const next = this.#core.getLastGrammarState(tokens);
    const stack = next?.getInternalStack();
    const same = states.find((one) => stack !== undefined && one.grammar?.getInternalStack()?.equals(stack));
    if (same !== undefined) return { line, next: same };
    const fresh = { grammar: next ?? null, read: new Map() };
    states.push(fresh);
    return { line, next: fresh };
  }
}

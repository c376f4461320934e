/**
 * Two texts side by side as one: hunks with coloured lines. Called for the pages of stage differences by build.ts, and
 * for the learner's own files by the server.
 */
import { structuredPatch } from "diff";
import { toHtml } from "hast-util-to-html";
import { type Highlighter, spansOf } from "./highlight.ts";
import { h } from "./html.ts";

const CONTEXT = 4;

export class DiffView {
  readonly #highlighter: Highlighter;

  constructor(highlighter: Highlighter) {
    this.#highlighter = highlighter;
  }

  /** Where the difference of a file between two days stands on the site. */
  static placeOf(path: string, a: number, b: number): string {
    return `diff/day${a}-day${b}/${path}.html`;
  }

  /** The figure, and how many lines come and go. */
  render(path: string, before: string, after: string): { html: string; added: number; removed: number } {
    const lang = path.split(".").at(-1) ?? "";
    const [old, fresh] = [this.#highlighter.lines(before, lang), this.#highlighter.lines(after, lang)];
    const { hunks } = structuredPatch(path, path, before, after, "", "", { context: CONTEXT });
    let [added, removed] = [0, 0];
    const lines = hunks.flatMap(({ lines: texts, oldStart, newStart }, index) => {
      let [a, b] = [oldStart - 1, newStart - 1];
      const rows = texts
        .filter((text) => !text.startsWith("\\"))
        .map((text) => {
          if (text.startsWith("-")) {
            removed += 1;
            return h("del", { className: ["line", "del"], dataN: "" }, ...spansOf(old[a++] ?? []), "\n");
          }
          const isNew = text.startsWith("+");
          if (isNew) added += 1;
          else a += 1;
          const className = isNew ? ["line", "add"] : ["line"];
          return h(isNew ? "ins" : "span", { className, dataN: b + 1 }, ...spansOf(fresh[b++] ?? []), "\n");
        });
      return index === 0 ? rows : [h("span", { className: ["line", "gap"] }, "⋯\n"), ...rows];
    });
    const head = h(
      "figcaption",
      {},
      h("code", {}, path),
      h("span", { className: ["place"] }, `+${added} −${removed}`),
    );
    const code = h("pre", { tabIndex: 0, role: "group", ariaLabel: path }, h("code", {}, ...lines));
    return { html: toHtml(h("figure", { className: ["code", "change"] }, head, code)), added, removed };
  }
}

/**
 * A fenced block as a figure: where it belongs, what one does with it, its lines, a button that copies it. Called by
 * render-page.ts for each block of a page.
 */
import type { Element, ElementContent } from "hast";
import { treePath } from "../../scripts/lessons/course.ts";
import type { FileTypes } from "./file-types.ts";
import { type Highlighter, spansOf } from "./highlight.ts";
import { h } from "./html.ts";
import type { Shown } from "./lesson-code.ts";
import type { Words } from "./words.ts";

export interface BlockContext {
  readonly highlighter: Highlighter;
  readonly words: Words;
  /** Of the block, in a lesson; null where it touches no file. */
  readonly shown: Shown | null;
  /** type, read: what becomes of the file in this lesson. */
  readonly kind: string | null;
  /** What the names of the file are; null where no one has asked. */
  readonly types: FileTypes | null;
  /** The address of a file, for links; null when the site does not have it. */
  readonly linkTo: (path: string) => string | null;
}

export interface Fence {
  readonly lang: string;
  readonly meta: string;
  readonly value: string;
}

export function codeBlock({ lang, meta, value }: Fence, context: BlockContext): Element {
  const { words, highlighter } = context;
  if (meta.startsWith("given=")) return givenCard(meta.slice(6), context);
  if (lang === "console")
    return figure("console", [h("span", {}, words.terminal)], consoleLines(value), words);
  if (meta === "red") return figure("red", [h("span", {}, words.red)], plainLines(value), words);
  const written = /(?:file|more)=(\S+)/.exec(meta)?.[1];
  if (written !== undefined && context.shown !== null)
    return pieceOfFile(written, lang === "diff", context.shown, context);
  const path = /^[\w./@-]+\/[\w.@-]+$/.test(meta) ? meta : null;
  if (path !== null) return excerpt(path, lang, value, context);
  const kind =
    meta === "wrong" ? "wrong" : meta === "predict" ? "predict" : lang === "text" ? "drawing" : "sketch";
  const label = { wrong: words.wrong, predict: words.predict, drawing: "", sketch: lang === "" ? "" : lang }[
    kind
  ];
  const code = lang === "diff" ? diffLines(value) : coloured(value, lang, highlighter);
  return figure(kind, label === "" ? [] : [h("span", {}, label)], code, words);
}

/** A block that the learner types, or reads, with its place in the file. */
function pieceOfFile(written: string, isDiff: boolean, shown: Shown, context: BlockContext): Element {
  const { highlighter, words, kind, linkTo } = context;
  const lang = written.split(".").at(-1) ?? "";
  const [before, after] = [highlighter.lines(shown.before, lang), highlighter.lines(shown.after, lang)];
  const lines = shown.lines.map(({ kind: what, of, at }): Element => {
    if (what === "gap") return h("span", { className: ["line", "gap"] }, "⋯\n");
    const code = (of === "before" ? before : after)[at] ?? [];
    const isNow = what !== "del" && of === "after";
    const names = isNow ? (context.types?.of(code.map(([, piece]) => piece).join(""), at) ?? []) : [];
    const text = spansOf(code, names);
    const tag = what === "add" ? "ins" : what === "del" ? "del" : "span";
    const className = what === "same" ? ["line"] : ["line", what];
    return h(tag, { className, dataN: what === "del" ? "" : at + 1 }, ...text, "\n");
  });
  const numbers = shown.lines
    .filter(({ of, kind: what }) => of === "after" && what !== "near")
    .map(({ at }) => at + 1);
  const count = (what: string) => shown.lines.filter((one) => one.kind === what).length;
  const [first, last] = [numbers[0] ?? 0, numbers.at(-1) ?? 0];
  const place = isDiff ? `+${count("add")} −${count("del")}` : first === 1 ? "" : words.lines(first, last);
  const path = treePath(written);
  const href = linkTo(path);
  const head = [
    h(
      "span",
      { className: ["kind", kind ?? ""] },
      kind === "read" ? words.read : isDiff ? words.change : words.type,
    ),
    href === null ? h("code", {}, path) : h("a", { href }, h("code", {}, path)),
    shown.symbol === "" ? null : h("span", { className: ["symbol"] }, shown.symbol),
    place === "" ? null : h("span", { className: ["place"] }, place),
    context.types === null
      ? null
      : h("button", { type: "button", className: ["types"], ariaPressed: "false" }, words.types),
  ];
  return figure(isDiff ? "change" : "piece", head, lines, words);
}

/** Lines of the course itself, such as "ts day5/src/app/run.ts". */
function excerpt(
  path: string,
  lang: string,
  value: string,
  { highlighter, linkTo, words }: BlockContext,
): Element {
  const href = linkTo(path);
  const name = href === null ? h("code", {}, path) : h("a", { href }, h("code", {}, path));
  return figure("excerpt", [name], coloured(value, lang, highlighter), words);
}

function givenCard(written: string, { words, linkTo }: BlockContext): Element {
  const names = written.split(",").flatMap((one, index): ElementContent[] => {
    const href = linkTo(treePath(one));
    const name = h("code", {}, one === "./" ? "src/" : one);
    const link = href === null ? name : h("a", { href }, name);
    return index === 0 ? [link] : [{ type: "text", value: " · " }, link];
  });
  return h("p", { className: ["given"] }, h("span", { className: ["kind", "given"] }, words.given), ...names);
}

function coloured(value: string, lang: string, highlighter: Highlighter): Element[] {
  return highlighter
    .lines(value, lang)
    .map((line) => h("span", { className: ["line"] }, ...spansOf(line), "\n"));
}

function plainLines(value: string): Element[] {
  return value.split("\n").map((line) => h("span", { className: ["line"] }, `${line}\n`));
}

function diffLines(value: string): Element[] {
  return value.split("\n").map((line) => {
    const [tag, kind] = line.startsWith("+")
      ? ["ins", "add"]
      : line.startsWith("-")
        ? ["del", "del"]
        : ["span", ""];
    return h(tag ?? "span", { className: ["line", kind ?? ""] }, `${line.slice(1)}\n`);
  });
}

/** What one types is told from what comes back. */
function consoleLines(value: string): Element[] {
  return value.split("\n").map((line) => {
    if (!line.startsWith("$ ")) return h("span", { className: ["line"] }, `${line}\n`);
    return h("span", { className: ["line", "typed"] }, h("b", {}, "$ "), h("kbd", {}, line.slice(2)), "\n");
  });
}

export function figure(
  kind: string,
  head: readonly (ElementContent | null)[],
  lines: readonly Element[],
  words: Words,
): Element {
  const hasHead = head.length > 0;
  // The name is the caption's; a drawing has none, and is told to be one.
  const label = hasHead ? {} : { ariaLabel: kind === "drawing" ? words.drawing : words.code };
  const copy =
    kind === "drawing" || kind === "red"
      ? null
      : h("button", { type: "button", className: ["copy"] }, words.copy);
  const code = h(
    "pre",
    { tabIndex: 0, role: "group", ariaLabel: words.code, ...label },
    h("code", {}, ...lines),
  );
  return h(
    "figure",
    { className: ["code", kind] },
    hasHead || copy !== null ? h("figcaption", {}, ...head, copy) : null,
    code,
  );
}

/**
 * The lessons as a reader has them: pages and nothing else. What is typed is copied from the blocks, what is given from
 * the printed page of given files, by a plain reading of its own; each day goes on from what the day before ended with.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { readStage } from "../../scripts/lessons/trees.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

interface Fence {
  readonly info: string;
  readonly text: string;
}

/** Fenced blocks at the left edge, as a person sees them. */
function fences(page: string): Fence[] {
  const matches = page.matchAll(/^(`{3,})([^`\n]+)\n((?:(?!^\1$)[^\n]*\n)*)^\1$/gm);
  return [...matches].map(([, , info = "", text = ""]) => ({ info, text }));
}

const place = (path: string) => (path.startsWith("examples/") ? path : `src/${path === "./" ? "" : path}`);

/** The lines `path: kind` of a head. */
function filesOf(page: string): [path: string, kind: string][] {
  const list = /^files:\n((?: {2}.*\n)*)/m.exec(page)?.[1] ?? "";
  return [...list.matchAll(/^ {2}(\S+): (type|read|given|gone)/gm)].map(([, path = "", kind = ""]) => [
    place(path),
    kind,
  ]);
}

/** A diff as a person with a pencil does it: find the old lines, write the new ones. */
function edited(text: string, diff: string): string {
  return diff.split(/^@@.*\n/m).reduce((now, hunk) => {
    const lines = hunk.split("\n").slice(0, -1);
    const side = (mark: string) =>
      lines
        .filter((line) => line[0] !== mark)
        .map((line) => `${line.slice(1)}\n`)
        .join("");
    const [old, fresh] = [side("+"), side("-")];
    if (old === "") return now;
    assert.equal(`\n${now}`.split(`\n${old}`).length, 2, `fits not once:\n${old}`);
    return `\n${now}`.replace(`\n${old}`, () => `\n${fresh}`).slice(1);
  }, text);
}

/** Lays what a lesson gives into `tree`, and types what it shows. */
function live(tree: Map<string, string>, page: string, printed: ReadonlyMap<string, string>): void {
  const files = filesOf(page);
  const named = new Set(files.map(([path]) => path));
  for (const [path, kind] of files) {
    if (kind !== "given" && kind !== "gone") continue;
    const isMeant = (one: string) =>
      one === path || (path.endsWith("/") && one.startsWith(path) && !named.has(one));
    // What the day before has had and this one has not changed is printed there, and lies in the folder already.
    if (kind === "gone") tree.delete(path);
    if (kind === "given") for (const [one, text] of printed) if (isMeant(one)) tree.set(one, text);
  }
  for (const { info, text } of fences(page)) {
    const [, diff, word, written = ""] = /^(diff )?(?:\w+ )?(file|more)=(\S+)$/.exec(info) ?? [];
    const path = place(written);
    if (word === "more") tree.set(path, `${tree.get(path)}${text}`);
    else if (diff) tree.set(path, edited(tree.get(path) ?? "", text));
    else if (word === "file") tree.set(path, text);
  }
}

function pagesOf(day: number): string[] {
  const folder = join(ROOT, `docs/day${day}`);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((name) => /^\d\d-.*\.md$/.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8"));
}

function givenOf(day: number): Map<string, string> {
  const page = join(ROOT, `docs/day${day}/given.md`);
  const blocks = existsSync(page) ? fences(readFileSync(page, "utf8")) : [];
  return new Map(blocks.map(({ info, text }) => [info.replace(/^\w+ day\d\//, ""), text]));
}

test("typed from the pages alone, from an empty folder, each day ends as its stage, byte for byte", () => {
  let tree = new Map<string, string>();
  for (const day of [1, 2, 3, 4, 5]) {
    const pages = pagesOf(day);
    const stage = new Map(readStage(ROOT, day));
    if (pages.length === 0) tree = stage;
    const printed = givenOf(day);
    for (const page of pages) live(tree, page, printed);
    assert.deepEqual(new Set(tree.keys()), new Set(stage.keys()), `files of day ${day}`);
    for (const [path, text] of stage) assert.equal(tree.get(path), text, `day${day}/${path}`);
  }
});

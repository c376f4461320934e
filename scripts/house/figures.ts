/**
 * figuresOf: what can be counted about the framework as a house one has to live in. Counted as the checks count: lines
 * as an editor does, code as `days:check` does for its cap, and a comment is what is neither code nor empty.
 */

import { posix } from "node:path";
import { countCode } from "../days/check-size.ts";
import { findCycles } from "../days/find-cycles.ts";
import { findImports } from "../days/find-imports.ts";
import { LAYERS } from "../days/layers.ts";
import { loadManifest } from "../days/manifest.ts";
import { readTree, type Tree } from "../days/tree.ts";
import { countLines } from "../shared/count-lines.ts";
import { roomOf } from "./plan.ts";
import { typeCost } from "./type-cost.ts";
import { byRoom, wayOf } from "./way-of.ts";

/** A smaller file is often a type that could live with its owner. */
const SMALL_LINES = 20;
const ROUTES = 500;

export interface Counts {
  readonly files: number;
  readonly lines: number;
  readonly code: number;
  readonly comments: number;
}

export interface DayFigures extends Counts {
  readonly day: number;
  /** More than the day before had. */
  readonly newFiles: number;
  readonly newLines: number;
  readonly newCode: number;
  readonly parts: readonly (Counts & { readonly name: string })[];
}

export interface Figures {
  readonly days: readonly DayFigures[];
  /** Of the last day, from the ground up. */
  readonly rooms: readonly (Counts & { readonly room: string })[];
  readonly way: {
    readonly files: number;
    readonly calls: number;
    readonly rooms: readonly (readonly [room: string, files: readonly string[]])[];
  };
  readonly circles: { readonly loading: readonly string[][]; readonly ofTypes: readonly string[][] };
  readonly small: readonly (readonly [file: string, lines: number])[];
  /** What 500 routes cost the compiler. */
  readonly instantiations: number;
}

/** Errors: CourseError when days.json cannot be read. */
export function figuresOf(root: string): Figures {
  const manifest = loadManifest(root);
  const trees = manifest.map(({ number }) => readTree(root, number));
  const days = trees.map((tree, index): DayFigures => {
    const all = countFiles(tree, [...tree.files.keys()]);
    const before = trees[index - 1];
    const old = before === undefined ? null : countFiles(before, [...before.files.keys()]);
    const parts = (manifest[index]?.parts ?? []).map(({ name, files }) => ({
      name,
      ...countFiles(tree, files),
    }));
    const { files, lines, code } = old ?? { files: 0, lines: 0, code: 0 };
    return {
      day: tree.day,
      ...all,
      newFiles: all.files - files,
      newLines: all.lines - lines,
      newCode: all.code - code,
      parts,
    };
  });
  const last = trees.at(-1) as Tree;
  const files = [...last.files.keys()];
  const order = LAYERS.flat();
  const rooms = order.map((room) => ({
    room,
    ...countFiles(
      last,
      files.filter((file) => roomOf(file) === room),
    ),
  }));
  const way = wayOf(root);
  return {
    days,
    rooms: rooms.filter((room) => room.files > 0),
    way: { files: way.files.length, calls: way.calls, rooms: byRoom(way, order, roomOf) },
    circles: circlesOf(last),
    small: files
      .map((file) => [file, countLines(last.files.get(file) as Buffer)] as const)
      .filter(([, lines]) => lines < SMALL_LINES),
    instantiations: typeCost(ROUTES),
  };
}

export function countFiles(tree: Tree, files: readonly string[]): Counts {
  const counts = { files: 0, lines: 0, code: 0, comments: 0 };
  for (const file of files) {
    const content = tree.files.get(file);
    if (content === undefined) continue;
    const code = countCode(content);
    const filled = content
      .toString("utf8")
      .split("\n")
      .filter((line) => line.trim() !== "").length;
    counts.files += 1;
    counts.lines += countLines(content);
    counts.code += code;
    counts.comments += filled - code;
  }
  return counts;
}

/** Of the lines that are not empty, how many in a hundred are comments. */
export function commentShare({ code, comments }: Pick<Counts, "code" | "comments">): number {
  return code + comments === 0 ? 0 : (100 * comments) / (code + comments);
}

function circlesOf(tree: Tree): Figures["circles"] {
  const graph = (withTypes: boolean) =>
    new Map(
      [...tree.files].map(([file, content]) => {
        const imports = findImports(content.toString("utf8"));
        const loaded = imports.filter(
          ({ specifier, typeOnly }) => specifier?.startsWith(".") && (withTypes || !typeOnly),
        );
        return [file, loaded.map(({ specifier }) => posix.join(posix.dirname(file), specifier ?? ""))];
      }),
    );
  const loading = findCycles(graph(false));
  const known = new Set(loading.map((circle) => circle.join()));
  return { loading, ofTypes: findCycles(graph(true)).filter((circle) => !known.has(circle.join())) };
}

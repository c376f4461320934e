/**
 * Where a failure stands on the pages: the block that shows the code it came from, the row of "What the tests ask" that
 * names what is missing, and the sentence of its invariant. Called by tell.ts and hints.ts. Pure but for the pages.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Lesson } from "../lessons/course.ts";
import type { Verdict } from "./verdict.ts";

export interface Place {
  readonly line: number;
  readonly heading: string;
}

/** A file and a line of the learner's that a failure points to. */
export interface Frame {
  /** In the tree. */
  readonly path: string;
  readonly line: number;
}

/** The first line of a stack, or of an output, that is in the learner's folder. */
export function frameOf(text: string, work: string): Frame | null {
  const plain = text.replaceAll("\\", "/");
  const folder = work.replaceAll("\\", "/").replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const [, path, line] = new RegExp(`${folder}/((?:src|examples)/[^:)\\s]+):(\\d+)`).exec(plain) ?? [];
  return path === undefined ? null : { path, line: Number(line) };
}

/** The names that a message speaks of: "lesson 1.2: LineCodec.decode", "ray.LineCodec is not a constructor". */
export function namesIn(message: string): string[] {
  const skeleton = /lesson \d+\.\d+: (?:new )?([\w$#.]+)/.exec(message)?.[1]?.split(".") ?? [];
  const missing = /\bray\.(\w+)|(\w+) is not a (?:function|constructor)|export named '(\w+)'/.exec(message);
  return [...skeleton.reverse(), ...(missing?.slice(1) ?? [])].filter((name): name is string =>
    Boolean(name),
  );
}

/** The best place of the lesson's page to look at; its contract when nothing better is known. */
export function placeOf(lesson: Lesson, verdict: Verdict, work: string): Place | null {
  const path = pathOf(lesson, verdict, work);
  const names = namesIn(messageOf(verdict));
  const shows = (name: string) => (lines: readonly string[]) =>
    lines.some((line) =>
      new RegExp(`(^|[^\\w])${name.replace(/[$#]/g, "\\$&")}\\b *[(<=:{]|class ${name}\\b`).test(line),
    );
  const own = lesson.blocks.filter((block) => path === null || block.path === path);
  const blocks = own.length > 0 ? own : lesson.blocks;
  for (const name of names) {
    const block =
      blocks.find(({ lines }) => shows(name)(lines)) ?? lesson.blocks.find(({ lines }) => shows(name)(lines));
    if (block !== undefined) return { line: block.line, heading: block.heading };
  }
  const row = lesson.contract.find(({ names: own }) =>
    names.some((name) => own.some((each) => each.includes(name))),
  );
  if (row !== undefined) return { line: row.line, heading: "What the tests ask" };
  const [block] = path === null ? [] : own;
  if (block !== undefined) return { line: block.line, heading: block.heading };
  const [first] = lesson.contract;
  return first === undefined ? null : { line: first.line, heading: "What the tests ask" };
}

/** The file of the learner's in which it happened. */
export function pathOf(lesson: Lesson, verdict: Verdict, work: string): string | null {
  if (verdict.kind === "missing") return verdict.paths[0] ?? null;
  if (verdict.kind === "types") return verdict.problem.path;
  const text =
    verdict.kind === "not loaded"
      ? verdict.stack
      : verdict.kind === "failed"
        ? (verdict.test.error?.stack ?? "")
        : messageOf(verdict);
  const message = messageOf(verdict);
  // "there is no examples/main.ts yet"
  const named = lesson.files.find(({ path }) => message.includes(path.replace(/^src\//, "")));
  return frameOf(text, work)?.path ?? named?.path ?? null;
}

export function messageOf(verdict: Verdict): string {
  switch (verdict.kind) {
    case "types":
      return verdict.problem.message;
    case "not loaded":
    case "crashed":
      return verdict.message;
    case "failed":
      return verdict.test.message ?? "";
    default:
      return "";
  }
}

/** "I2" and its sentence in the day's chapter, for a test whose title begins with it. */
export function invariantOf(root: string, day: number, title: string): { id: string; text: string } | null {
  const id = /(?:^|> )(I\d+): /.exec(title)?.[1];
  if (id === undefined) return null;
  const pages = [`docs/day${day}/README.md`, `docs/day${day}.md`].map((page) => join(root, page));
  for (const page of pages.filter((each) => existsSync(each))) {
    const match = new RegExp(`^- \\*\\*${id}\\*\\*:? ([\\s\\S]*?)(?=\\n- |\\n\\n|$(?![\\s\\S]))`, "m").exec(
      readFileSync(page, "utf8"),
    );
    if (match?.[1] !== undefined) return { id, text: match[1].replace(/\s+/g, " ").trim() };
  }
  return { id, text: "" };
}

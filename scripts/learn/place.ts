/**
 * Where a failure stands on the pages: the block that shows the code it came from, else the first that the learner has
 * not written yet, else what the tests ask; and the sentence of its invariant. Called by tell.ts and hints.ts.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Lesson, LessonBlock } from "../lessons/course.ts";
import { messageOf, namesIn, pathOf } from "./evidence.ts";
import type { Session } from "./session.ts";
import type { Verdict } from "./verdict.ts";

export interface Place {
  /** The file that the learner should look at; null when it could be any. */
  readonly path: string | null;
  /** Of the page. */
  readonly line: number;
  readonly heading: string;
}

/** Null for a page that has neither code nor a contract. */
export function placeOf(session: Session, lesson: Lesson, verdict: Verdict): Place | null {
  const path = pathOf(lesson, verdict, session.desk.work.path);
  const names = namesIn(messageOf(verdict));
  const named = blockWith(lesson, path, names);
  if (named !== null) return placeAt(named);
  const row = lesson.contract.find((each) =>
    names.some((name) => each.names.some((one) => one.includes(name))),
  );
  if (row !== undefined) return { path: row.path, line: row.line, heading: "What the tests ask" };
  const unwritten = path === null ? firstUnwritten(session, lesson) : null;
  const shown = codeOf(lesson).find((block) => block.path === path);
  const block = unwritten ?? shown;
  if (block !== undefined && block !== null) return placeAt(block);
  const [first] = lesson.contract;
  return first === undefined ? null : { path: null, line: first.line, heading: "What the tests ask" };
}

const placeAt = ({ path, line, heading }: LessonBlock): Place => ({ path, line, heading });

const codeOf = (lesson: Lesson) => lesson.blocks.filter(({ kind }) => kind !== "given");

/** The block that makes one of the names: in that file before any other, in what is to be written before what is laid. */
function blockWith(lesson: Lesson, path: string | null, names: readonly string[]): LessonBlock | null {
  const typed = lesson.files.filter(({ kind }) => kind === "type").map((file) => file.path);
  const rank = (block: LessonBlock) => (!typed.includes(block.path) ? 2 : block.path === path ? 0 : 1);
  const ordered = codeOf(lesson).toSorted((a, b) => rank(a) - rank(b));
  for (const name of names) {
    const quoted = name.replace(/[$#]/g, "\\$&");
    const makes = new RegExp(`(^|[^\\w])${quoted}\\b *[(<=:{]|(class|interface|type) ${quoted}\\b`);
    const block = ordered.find(({ lines }) => lines.some((line) => makes.test(line)));
    if (block !== undefined) return block;
  }
  return null;
}

/** In the order of the page: a body that is an error of the skeleton still, or a file as it was when the lesson began. */
function firstUnwritten({ desk, course }: Session, lesson: Lesson): LessonBlock | null {
  const files = desk.work.read();
  const begun = desk.state?.begun ?? null;
  const before = begun === null ? new Map<string, string>() : desk.store.listTree(begun);
  const after = course.tree(lesson, "after");
  for (const block of codeOf(lesson)) {
    const text = files.get(block.path)?.toString("utf8");
    if (text === after.get(block.path)) continue;
    const skeleton = namesIn(text?.match(/lesson \d+\.\d+: [^"]+/)?.[0] ?? "");
    if (skeleton.length > 0) return blockWith(lesson, block.path, skeleton) ?? block;
    const was = before.get(block.path);
    const isUntouched =
      was === undefined ? text === undefined : text === desk.store.get(was).toString("utf8");
    if (isUntouched) return block;
  }
  return null;
}

/** "I2" and its sentence in the day's chapter, for a test whose title begins with it. */
export function invariantOf(root: string, day: number, title: string): { id: string; text: string } | null {
  const id = /(?:^|> )(I\d+): /.exec(title)?.[1];
  if (id === undefined) return null;
  const pages = [`docs/day${day}/README.md`, `docs/day${day}.md`].map((page) => join(root, page));
  for (const page of pages.filter((each) => existsSync(each))) {
    const sentence = new RegExp(`^- \\*\\*${id}\\*\\*:? ([\\s\\S]*?)(?=\\n- |\\n\\n|$(?![\\s\\S]))`, "m");
    const text = sentence.exec(readFileSync(page, "utf8"))?.[1];
    if (text !== undefined) return { id, text: text.replace(/\s+/g, " ").trim() };
  }
  return { id, text: "" };
}

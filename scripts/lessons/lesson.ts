/**
 * What a lesson is, once its page has been read: the head, the blocks that touch the learner's tree, the question.
 * Made by read-page.ts; held to the code by `npm run lessons:check`, walked through by `npm run learn`.
 */

/** type: the learner writes it. read: the page prints it whole. given: laid from the stage. gone: taken away. */
export type Kind = "type" | "read" | "given" | "gone";

export interface LessonTest {
  /** Below tests/, such as "day1/conn-read.test.ts". */
  readonly file: string;
  /** Only the tests whose name contains this text. */
  readonly only: string | null;
}

export interface LessonFile {
  /** In the tree: "src/net/conn.ts", "examples/main.ts". */
  readonly path: string;
  readonly kind: Kind;
}

/** A line of the head's `files`, before folders are expanded: a path that ends in "/" is a folder. */
export interface LessonEntry extends LessonFile {
  /** As the page writes it: "net/conn.ts". */
  readonly written: string;
  /** Of the page. */
  readonly line: number;
}

/** A code block that touches the tree, or (given) stands for files that are laid. */
export interface LessonBlock {
  readonly kind: "file" | "more" | "diff" | "given";
  /** In the tree. */
  readonly path: string;
  /** Of the page, where the fence opens. */
  readonly line: number;
  readonly lines: readonly string[];
  /** The heading above it, for a reader who is sent there. */
  readonly heading: string;
}

/** Code that the page shows as wrong (`ts wrong`). */
export interface WrongCode {
  /** Of the file, in the tree, whose lines it takes the place of. */
  readonly path: string;
  /** The first of those lines, without its indent. */
  readonly from: string;
  /** How many they are. */
  readonly count: number;
  readonly lines: readonly string[];
  /** Of the page, where the fence opens. */
  readonly line: number;
  /** The prose below it, which names the tests that refuse it. */
  readonly said: string;
}

export interface Choice {
  readonly text: string;
  /** What the answers say to it. */
  readonly why: string;
}

export interface Question {
  /** The sentence above the program. */
  readonly text: string;
  /** A module that runs in the tree's root and prints something short. */
  readonly program: string;
  readonly line: number;
  /** Exactly one is what the program prints; no other key is kept. */
  readonly choices: readonly Choice[];
}

/** A row of "What the tests ask". */
export interface ContractRow {
  /** In the tree. */
  readonly path: string;
  /** Names and signatures. */
  readonly names: readonly string[];
  /** Messages and codes. */
  readonly says: readonly string[];
  readonly line: number;
}

export interface Lesson {
  /** "1.2" */
  readonly id: string;
  readonly day: number;
  readonly number: number;
  /** "frames" */
  readonly name: string;
  /** "docs/day1/02-frames.md" */
  readonly page: string;
  readonly title: string;
  readonly minutes: number;
  readonly invariants: readonly string[];
  /** What `npm run work` starts, in the tree: "examples/main.ts". */
  readonly program: string | null;
  /** With folders expanded. */
  readonly files: readonly LessonFile[];
  readonly entries: readonly LessonEntry[];
  readonly tests: readonly LessonTest[];
  /** Lines that its tests print before it is done. */
  readonly red: readonly string[];
  readonly blocks: readonly LessonBlock[];
  readonly wrong: readonly WrongCode[];
  readonly question: Question | null;
  readonly contract: readonly ContractRow[];
}

/** "src/…" or "examples/…" → text. */
export type Tree = ReadonlyMap<string, string>;

/** Something in a page that its author can mend: the message says where, what and how. */
export class LessonError extends Error {
  override readonly name = "LessonError";
  readonly page: string;
  readonly line: number;
  /** The message without the place. */
  readonly what: string;

  constructor(page: string, line: number, what: string) {
    super(`${page}:${line}: ${what}`);
    this.page = page;
    this.line = line;
    this.what = what;
  }
}

/** The path in the tree of one that a page writes: without prefix it is below src. */
export function treePath(written: string): string {
  if (written === "./") return "src/";
  return written.startsWith("examples/") ? written : `src/${written}`;
}

/** The way back: as a page writes it. */
export function writtenPath(path: string): string {
  return path.startsWith("src/") ? path.slice(4) : path;
}

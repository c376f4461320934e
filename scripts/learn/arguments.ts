/** The command line of `npm run learn`. Called by learn.ts only. */
import { existsSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { UsageError } from "./outcome.ts";

export const usage = `npm run learn                     the lesson under way, tested again whenever you save (ctrl-c ends)
npm run learn COMMAND [-- OPTIONS]

  check [LESSON]     test what is in work/ now
  next               on to the next lesson, when this one is green
  list               all lessons, and how far you are
  read [LESSON]      the page
  hint               a hint; each time a bigger one
  diff [FILE]        your files beside the course's
  use FILE …         the course's file in place of yours (--all: every file)
  mine FILE …        yours again
  undo, redo         take back the last of these, as often as you like
  reset [FILE …]     back to how the lesson began
  start DAY.LESSON   begin anywhere: everything before it is laid
  quiz               the questions of the lessons that are done
  picture [FILE]     the last failed test as a drawing of what went over the wire
  work               start the lesson's program (also: npm run work)
  doctor             is everything here that the course needs?

  --json         the result for programs, in Exercism's format version 3
  --reference    check: also the tests that look inside the course's own files
  --all          use: every file of the lesson and before; hint: every hint; quiz: every question
  --level N      hint: the Nth one
  --list         undo: what can be taken back; --to N goes back to before number N
  --answer N     quiz: the answer to the first open question
  --plain        no screen: plain text, once
  --root DIR     the course to work in (this one)
  --help         this text

Exit codes: 0 done or green, 1 red, 2 a wrong command line, 3 the machine (a full disk, missing packages).`;

export const COMMANDS = [
  "watch",
  "check",
  "next",
  "list",
  "read",
  "hint",
  "diff",
  "use",
  "mine",
  "undo",
  "redo",
  "reset",
  "start",
  "quiz",
  "picture",
  "work",
  "doctor",
  "help",
] as const;

export type CommandName = (typeof COMMANDS)[number];

export interface Arguments {
  readonly command: CommandName;
  /** What follows the command. */
  readonly words: readonly string[];
  readonly root: string;
  readonly json: boolean;
  readonly reference: boolean;
  readonly all: boolean;
  readonly list: boolean;
  readonly plain: boolean;
  readonly level: number | null;
  readonly to: number | null;
  readonly answer: number | null;
}

/** How many words each command takes: at least, at most. */
const WORDS: Partial<Record<CommandName, readonly [number, number]>> = {
  check: [0, 1],
  read: [0, 1],
  start: [1, 1],
  diff: [0, 1],
  picture: [0, 1],
  use: [0, 99],
  mine: [0, 99],
  reset: [0, 99],
};

/** Errors: UsageError. */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  const [name = "watch", ...words] = positionals;
  const command = values.help ? "help" : COMMANDS.find((each) => each === name);
  if (command === undefined) throw new UsageError(`there is no command "${name}"${meant(name, COMMANDS)}`);
  const [least, most] = WORDS[command] ?? [0, 0];
  const count = words.length;
  if (command !== "help" && count < least)
    throw new UsageError(`${command} needs the number of a lesson, such as 1.2`);
  if (command !== "help" && count > most) throw new UsageError(`${command} takes no "${words[most]}"`);
  const { json, reference, all, list, plain } = values;
  return {
    ...{ command, words, root: readRoot(values.root), json, reference, all, list, plain },
    level: readNumber("level", values.level),
    to: readNumber("to", values.to),
    answer: readNumber("answer", values.answer),
  };
}

function parse(args: readonly string[]) {
  const flag = { type: "boolean", default: false } as const;
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...{ json: flag, reference: flag, all: flag, list: flag, plain: flag, help: flag },
        ...{ level: text, to: text, answer: text, root: text },
      },
    });
  } catch (error) {
    throw misread(error);
  }
}

/** The course that `--root` names; this one without it. Errors: UsageError. */
export function readRoot(text: string | undefined): string {
  const root = resolve(text ?? fileURLToPath(new URL("../../", import.meta.url)));
  if (!existsSync(root)) throw new UsageError(`--root: there is no ${root}`);
  return realpathSync(root);
}

/** What parseArgs throws, as the one sentence of it that is for the person who typed. */
export function misread(error: unknown): UsageError {
  return new UsageError((error as Error).message.split(/\. |\n/)[0] ?? "");
}

function readNumber(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new UsageError(`--${name} takes a number from 1 on, not "${text}"`);
}

/** ": did you mean …?" when a known word is near, else nothing. */
export function meant(word: string, known: readonly string[]): string {
  const near = known.map((each) => ({ each, far: distance(word, each) })).sort((a, b) => a.far - b.far)[0];
  return near !== undefined && near.far <= Math.ceil(word.length / 3) ? `: did you mean "${near.each}"?` : "";
}

/** How many letters have to be changed, added or taken away (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The command line of `npm run exercise`. Called by exercise.ts only. */
import { parseArgs } from "node:util";
import { meant, misread, readRoot } from "../learn/arguments.ts";
import { UsageError } from "../learn/outcome.ts";

export const usage = `npm run exercise -- COMMAND [EXERCISE] [OPTIONS]

  list [day3]        all exercises and defects, and how far you are
  show [EXERCISE]    the task
  start EXERCISE     a starter to write in: work/exercises/…
  check [EXERCISE]   test what you have written; tells the first failure only
  hint [EXERCISE]    a hint; each time a bigger one, four in all
  solution EXERCISE  the course's own answer, when yours is green
  undo [EXERCISE]    your text as it was before the last "start --again"
  break DEFECT       lays a copy with a planted defect: work/break/…
  break DEFECT I2 net/conn.ts:88
                     your answer: which invariant, which line

  --again            start, break: anew; what you have written is kept
  --level N          hint: the Nth one
  --give-up          solution, break: the answer at once; it is noted
  --json             the result for programs, in Exercism's format version 3
  --root DIR         the course to work in (this one)
  --help             this text

An exercise is named by its id, day3/02, or by a part of its name. Without one it is the one that you had last.
Exit codes: 0 done or green, 1 red, 2 a wrong command line, 3 the machine (a full disk, missing packages).`;

const COMMANDS = ["list", "show", "start", "check", "hint", "solution", "undo", "break", "help"] as const;

export type CommandName = (typeof COMMANDS)[number];

export interface Arguments {
  readonly command: CommandName;
  readonly words: readonly string[];
  readonly root: string;
  readonly again: boolean;
  readonly giveUp: boolean;
  readonly json: boolean;
  readonly level: number | null;
}

/** How many words each takes: at least, at most. */
const WORDS: Readonly<Record<CommandName, readonly [number, number]>> = {
  list: [0, 1],
  show: [0, 1],
  start: [1, 1],
  check: [0, 1],
  hint: [0, 1],
  solution: [0, 1],
  undo: [0, 1],
  break: [1, 3],
  help: [0, 0],
};

/** Errors: UsageError. */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  const [name = "list", ...words] = positionals;
  const command = values.help ? "help" : COMMANDS.find((each) => each === name);
  if (command === undefined)
    throw new UsageError(`there is no command "${name}"${meant(name, COMMANDS)}\n\n${usage}`);
  const [least, most] = WORDS[command];
  if (words.length < least && command !== "help")
    throw new UsageError(`${command} needs a name: npm run exercise -- ${command} day1/1`);
  if (words.length > most && command !== "help") throw new UsageError(`${command} takes no "${words[most]}"`);
  const root = readRoot(values.root);
  if (values.level !== undefined && !/^[1-4]$/.test(values.level))
    throw new UsageError(`--level takes a number from 1 to 4, not "${values.level}"`);
  return {
    command,
    words,
    root,
    again: values.again,
    giveUp: values["give-up"],
    json: values.json,
    level: values.level === undefined ? null : Number(values.level),
  };
}

function parse(args: readonly string[]) {
  const flag = { type: "boolean", default: false } as const;
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { again: flag, "give-up": flag, json: flag, help: flag, level: text, root: text },
    });
  } catch (error) {
    throw misread(error);
  }
}

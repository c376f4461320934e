/**
 * FailureTeller: the failures of one stage as text, file by file: the first one whole, the others in a line each under
 * what they failed with. A line that stands for several errors is only where these are the same to the letter.
 * Made by test.ts for each stage. Pure: results in, lines out.
 */
import type { Paint } from "../shared/paint.ts";
import type { FileResult, TestResult } from "./file-result.ts";
import { failureLines, outputLines } from "./print.ts";

interface Options {
  readonly stage: string;
  /** Folders whose stack frames are worth a line. */
  readonly roots: string[];
  /** Every failure whole. */
  readonly all: boolean;
  readonly paint: Paint;
}

export class FailureTeller {
  /** True once a failure was told in a line only. */
  shortened = false;
  #toldOne = false;
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  lines(file: FileResult): string[] {
    const failed = file.tests.filter((test) => test.error !== undefined);
    if (failed.length === 0) return [];
    const whole = this.#options.all ? failed : failed.slice(0, this.#toldOne ? 0 : 1);
    this.#toldOne = true;
    const rest = failed.slice(whole.length);
    const lines = whole.flatMap((test) => this.#whole(file, test));
    if (whole.length > 0) lines.push(...outputLines(file));
    if (rest.length > 0) lines.push(...this.#short(file, rest));
    return lines;
  }

  #whole(file: FileResult, test: TestResult): string[] {
    const { stage, roots, paint } = this.#options;
    const [blank = "", title = "", place = "", ...body] = failureLines(stage, file, test, roots);
    return [blank, paint("red", title), place, ...body.map((line) => paint("dim", line))];
  }

  #short(file: FileResult, tests: readonly TestResult[]): string[] {
    this.shortened = true;
    const { stage, paint } = this.#options;
    const causes = new Map<string, TestResult[]>();
    for (const test of tests) {
      const message = test.error?.message ?? "";
      const same = causes.get(message);
      if (same === undefined) causes.set(message, [test]);
      else same.push(test);
    }
    return [
      ...["", `  ${file.file} (${stage})`],
      ...[...causes].flatMap(([message, same]) => {
        const cause = paint("dim", inOneLine(message));
        const names = same.map((test) => paint("red", `✖ ${test.name}`));
        if (names.length === 1) return [`    ${names[0]}: ${cause}`];
        return [`    ${cause}`, ...names.map((name) => `      ${name}`)];
      }),
    ];
  }
}

const LONGEST = 160;

/** The words of a message without its line ends and stack frames. A crash is told by its error, not by its exit code. */
export function inOneLine(message: string): string {
  const lines = message
    .split("\n")
    .filter((line) => !/^\s*$|^\s+at |^\s+\^|^\+ actual - expected$/.test(line));
  const isCrash = /^(exit code \d|ended by )/.test(lines[0] ?? "");
  const error = isCrash ? lines.find((line) => /\b(\w*Error|ERROR)\b/.test(line)) : undefined;
  const words = error === undefined ? lines.map((line) => line.trim()).join(" ") : error.trim();
  return words.length > LONGEST ? `${words.slice(0, LONGEST)} …` : words;
}

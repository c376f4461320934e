/**
 * What `npm test` prints: failures in full, a line per stage, the closing table. Called by test.ts.
 * Pure: results in, text out; only test.ts writes to the terminal.
 */
import type { FileResult, TestResult } from "./file-result.ts";

/** One run of a set of files: a stage, or the tests of the tools. */
export interface StageResult {
  name: string;
  files: FileResult[];
  seconds: number;
}

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export function countAll(files: FileResult[]): Counts {
  const sum = (status: TestResult["status"]) => files.reduce((total, file) => total + file.count(status), 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
}

/** "12 passed, 0 failed", and the skipped ones when there are any. */
export function countsLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** How many tests have really spoken the version that was asked for. Those that ask no server are not among them. */
export function askedLine(version: string, files: FileResult[]): { line: string; tests: number } {
  const all = files.flatMap((file) => file.asked);
  const over = all.filter((asked) => asked.over > 0);
  const requests = over.reduce((sum, asked) => sum + asked.over, 0);
  const both = over.filter((asked) => asked.beside > 0).length;
  const beside = all.length - over.length;
  const line =
    `over ${version}: ${over.length} tests with ${requests} requests, ` +
    `${both} of them with some in bytes of HTTP/1.1 as well; ${beside} name HTTP/1.1 alone`;
  return { line, tests: over.length };
}

/** Every test of a file on a line of its own, for --verbose. */
export function fileLines(result: FileResult): string[] {
  const signs = { passed: "✔", failed: "✖", skipped: "-" };
  const lines = result.tests.map(
    ({ name, status, ms }) => `  ${signs[status]} ${name} (${ms.toFixed(1)} ms)`,
  );
  return [result.file, ...lines];
}

/**
 * A failed test with all that helps to mend it. Of the stack only the lines inside the repository
 * (or the learner's own copy) stay; node's and tsx's own frames say nothing about the mistake.
 */
export function failureLines(stage: string, file: FileResult, test: TestResult, roots: string[]): string[] {
  const frames = (text: string) => text.split("\n").filter((line) => isOwnFrame(line, roots));
  const { message = "", stack = "" } = test.error ?? {};
  const kept = message.split("\n").filter((line) => !isFrame(line) || isOwnFrame(line, roots));
  const body = [...kept, ...frames(stack)];
  return ["", `✖ ${test.name}`, `  ${file.file} (${stage})`, ...body.map((line) => `    ${line}`.trimEnd())];
}

/** Tests that failed beside other files and passed alone. They count as passed, but are not passed over in silence. */
export function besideLines({ file, besides }: FileResult): string[] {
  return besides.map((name) => `note: ${file}: "${name}" failed beside other files, and passed alone`);
}

/** What the process of a file with failures printed: a learner's console.log shows up here. */
export function outputLines(file: FileResult): string[] {
  const lines = file.output.trim().split("\n");
  const crashed = file.tests.some((test) => test.name === "(the file crashed)");
  if (file.output.trim() === "" || file.count("failed") === 0 || crashed) return [];
  const shown = lines.length > 40 ? [`… (${lines.length - 40} lines before)`, ...lines.slice(-40)] : lines;
  return ["", `  output of ${file.file}:`, ...shown.map((line) => `    ${line}`.trimEnd())];
}

const isFrame = (line: string) => /^\s+at /.test(line);

function isOwnFrame(line: string, roots: string[]): boolean {
  if (!isFrame(line) || line.includes("node_modules") || line.includes("node:internal")) return false;
  const plain = line.replaceAll("\\", "/");
  return roots.some((root) => plain.includes(root.replaceAll("\\", "/")));
}

/** The closing table: stages down, the days the tests were born on across. */
export function tableLines(stages: StageResult[]): string[] {
  const days = [1, 2, 3, 4, 5];
  const rows = stages.map(({ name, files }) => {
    const perDay = days.map((day) => {
      const { passed, failed, skipped } = countAll(
        files.filter((file) => file.file.startsWith(`tests/day${day}/`)),
      );
      const all = passed + failed + skipped;
      return all === 0 ? "–" : String(all);
    });
    const { passed, failed } = countAll(files);
    return [name, ...perDay, String(passed), String(failed)];
  });
  const head = ["stage", ...days.map((day) => `day${day}`), "passed", "failed"];
  const widths = [5, 7, 6, 6, 6, 6, 9, 8];
  const line = (cells: string[]) =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join("");
  return [head, ...rows].map((cells) => line(cells));
}

/**
 * runState: one lesson lived through. Its tests fail before it is done, and print what the page shows; behind it they
 * pass, with those of the day's lessons before; the transcripts and the question hold. Called by lessons-check.ts.
 */
import { relative } from "node:path";
import { type Problem, readPage } from "../docs/page.ts";
import { Replay } from "../docs/replay.ts";
import { readTranscript } from "../docs/transcript.ts";
import { isReference } from "../test/is-reference.ts";
import type { State } from "./check-pages.ts";
import { checkWrong } from "./check-wrong.ts";
import { layTree } from "./lay-tree.ts";
import type { Lesson, LessonTest } from "./lesson.ts";
import { predict } from "./predict.ts";
import { missingLines, printedBy } from "./red-lines.ts";
import { type FileReport, runTests, type TestReport } from "./run-tests.ts";
import { workLaunch } from "./work-launch.ts";

export interface StateRun {
  readonly root: string;
  readonly state: State;
  /** Where the tree at the start of the lesson, and the one behind it, lie or are laid. */
  readonly startFolder: string;
  readonly afterFolder: string;
  /** Where trees with the wrong code of the page are laid. */
  readonly wrongFolder: string;
  /** Those of the lessons before, of this day. */
  readonly earlier: readonly LessonTest[];
  /** Run the tests of a state that is the stage as well. */
  readonly all: boolean;
}

export interface StateResult {
  readonly problems: readonly Problem[];
  /** Tests that failed before the lesson was done. */
  readonly red: number;
  readonly passed: number;
  readonly commands: number;
  /** References, below tests/, that only `npm test` runs. */
  readonly leftOut: readonly string[];
  readonly testsSkipped: boolean;
}

/** A thin state may wait for what never comes; nothing here computes for long. */
const RED_STILL_MS = 3_000;

export async function runState(run: StateRun): Promise<StateResult> {
  const { state, all } = run;
  const problems: Problem[] = [];
  const red = await checkRed(run, problems);
  const skips = state.isStage && !all;
  const tests = skips ? null : await checkGreen(run, problems);
  const commands = await checkTranscript(run, problems);
  await checkQuestion(run, problems);
  const { lesson, after } = state;
  problems.push(...(await checkWrong({ root: run.root, lesson, after, folder: run.wrongFolder })));
  return {
    problems,
    red,
    passed: tests?.passed ?? 0,
    commands,
    leftOut: tests?.leftOut ?? [],
    testsSkipped: skips,
  };
}

/**
 * Where nothing is typed, all is there at the start of the lesson: then the tree before it is asked. Returns how many
 * tests failed. It ends as soon as the page is proved: a last lesson may name half the tests of a day.
 */
async function checkRed({ root, state, startFolder }: StateRun, problems: Problem[]): Promise<number> {
  const { lesson, start, before } = state;
  const complain = (message: string) => problems.push({ page: lesson.page, line: 1, message });
  const types = lesson.files.some(({ kind }) => kind === "type");
  const tests = lesson.tests.filter(({ file }) => !isReference(root, file));
  if (tests.length === 0) {
    if (types)
      complain("all its tests look inside (they load files by path): one must ask what the code does");
    return 0;
  }
  layTree(startFolder, types ? start : before);
  let failed = 0;
  let missing: readonly string[] = lesson.red;
  const printed: string[] = [];
  for (const test of inOrder(tests)) {
    const isOwn = isOfLesson(test);
    if (failed > 0 && missing.length === 0 && !isOwn) break;
    const report = await runTests({
      ...{ root, day: lesson.day, tests: [test], stillMs: RED_STILL_MS, workers: 1 },
      impl: `${startFolder}/src`,
    });
    failed += report.failed;
    printed.push(
      ...printedBy(report, [startFolder, relative(process.cwd(), startFolder), relative(root, startFolder)]),
    );
    missing = missingLines(missing, printed);
    if (isOwn && report.failed === 0)
      complain(`tests/${test.file} passes before the lesson is done: what does the lesson bring?`);
  }
  if (failed === 0) complain("its tests pass before it is done: none of them is about what it brings");
  if (missing.length > 0) {
    const plain = printed.filter((line) => !/^\s+at /.test(line));
    const shown = [...new Set(plain)].slice(0, 20).map((line) => `  ${line}`);
    complain(
      [`"text red" shows ${missing.map((line) => `"${line.trim()}"`).join(", ")}; it prints:`, ...shown].join(
        "\n",
      ),
    );
  }
  return failed;
}

/** The lesson's own tests first: they are what the page speaks of. */
const isOfLesson = ({ file, only }: LessonTest) => only !== null || /\/lesson-[^/]*$/.test(file);
const inOrder = (tests: readonly LessonTest[]) => [
  ...tests.filter(isOfLesson),
  ...tests.filter((test) => !isOfLesson(test)),
];

async function checkGreen(run: StateRun, problems: Problem[]): Promise<TestReport> {
  const { root, state, earlier, afterFolder } = run;
  const { lesson } = state;
  const impl = `${afterFolder}/src`;
  const tests = [...lesson.tests, ...earlier];
  const report = await runTests({ root, impl, day: lesson.day, tests, workers: 1 });
  if (report.load !== null)
    problems.push({ page: lesson.page, line: 1, message: `src cannot be imported: ${report.load.message}` });
  else for (const file of report.files) problems.push(...failuresOf(lesson, file));
  return report;
}

function* failuresOf({ page, tests }: Lesson, file: FileReport): Generator<Problem> {
  const own = tests.some((test) => test.file === file.file);
  const whose = own ? "" : ", of an earlier lesson,";
  for (const { name, status, message } of file.tests) {
    if (status !== "failed") continue;
    const text = (message ?? "").split("\n").slice(0, 12);
    const first = `behind the lesson "${name}"${whose} fails (tests/${file.file})`;
    yield { page, line: 1, message: [first, ...text].join("\n") };
  }
}

async function checkTranscript({ root, state, afterFolder }: StateRun, problems: Problem[]): Promise<number> {
  const { page, program } = state.lesson;
  const { steps, problems: unread } = readTranscript(readPage(root, page));
  // Told by docs:check; what comes behind a step that could not be read would only fail for that.
  if (unread.length > 0) return 0;
  const replay = new Replay(root, page, (words) => workLaunch(root, afterFolder, program, words));
  await replay.run(steps);
  problems.push(...replay.problems);
  return steps.filter((step) => step.type === "command" && step.kind !== "listed").length;
}

async function checkQuestion({ state, afterFolder }: StateRun, problems: Problem[]): Promise<void> {
  const { question, page } = state.lesson;
  if (question === null) return;
  const { printed, right, trouble } = await predict({ question, folder: afterFolder });
  const complain = (message: string) => problems.push({ page, line: question.line, message });
  if (trouble !== "") complain(`the program of the question does not end well: ${trouble}\n${printed}`);
  else if (right.length === 0) complain(`no choice is what the program prints: \`${printed}\``);
}

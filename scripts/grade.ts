/**
 * `npm run grade -- --dir submissions`: grades a class. Learners run side by side, each under limits; the results become
 * JSON, CSV and a page for each. The one place that prints and that sets the exit code.
 */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CourseError } from "./days/course-error.ts";
import { type Grade, gradeLearner, testsOf } from "./grade/grade-learner.ts";
import { type GradeOptions, readOptions, usage } from "./grade/options.ts";
import { summaryOf, toCsv, toJson, toPage } from "./grade/write-results.ts";
import { diskTrouble } from "./learn/disk.ts";
import { TroubleError, UsageError } from "./learn/outcome.ts";
import { LessonError } from "./lessons/course.ts";
import { bearClosedPipe } from "./shared/closed-pipe.ts";
import { endChildrenOnSignal } from "./test/child.ts";

function learnersIn({ dir, out }: GradeOptions): string[] {
  const entries = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = entries
    .map(({ name }) => name)
    .filter((name) => !name.startsWith(".") && join(dir, name) !== out);
  if (names.length === 0) throw new UsageError(`--dir: there is no learner's folder in ${dir}`);
  return names.sort();
}

async function grade(options: GradeOptions): Promise<Grade[]> {
  const say = options.json ? console.error : console.log;
  const names = learnersIn(options);
  const tests = testsOf(options);
  // For every process of theirs, the compiler aside.
  process.env.NODE_OPTIONS =
    `${process.env.NODE_OPTIONS ?? ""} --max-old-space-size=${options.memoryMb}`.trim();
  const grades = new Map<string, Grade>();
  const next = names.values();
  const worker = async () => {
    for (const name of next) {
      const result = await gradeLearner(options, name, tests);
      grades.set(name, result);
      const notes = result.notes.length === 0 ? "" : ` (${result.notes.length} to look at)`;
      say(`${grades.size} of ${names.length}  ${name}: ${summaryOf(result)}${notes}, ${result.seconds} s`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.jobs, names.length) }, worker));
  return names.map((name) => grades.get(name) as Grade);
}

function write(grades: readonly Grade[], { out, json }: GradeOptions): void {
  mkdirSync(out, { recursive: true });
  const all = toJson(grades, new Date());
  writeFileSync(join(out, "grades.json"), all);
  writeFileSync(join(out, "grades.csv"), toCsv(grades));
  for (const each of grades) writeFileSync(join(out, `${each.name}.md`), toPage(each));
  if (json) process.stdout.write(all);
  else console.log(`grades.json, grades.csv and ${grades.length} pages are in ${out}`);
}

bearClosedPipe();
endChildrenOnSignal();
try {
  const options = readOptions(process.argv.slice(2));
  if (options === "help") console.log(usage);
  else write(await grade(options), options);
} catch (error) {
  const isUsage = error instanceof UsageError;
  const isKnown = isUsage || [TroubleError, CourseError, LessonError].some((kind) => error instanceof kind);
  const message = isKnown ? (error as Error).message : diskTrouble(error);
  if (message === null) throw error;
  console.error(message);
  process.exitCode = isUsage ? 2 : 3;
}

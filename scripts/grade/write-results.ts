/** The results of a class as JSON, as a table for a spreadsheet, and as a page for each learner. Pure; used by grade.ts. */
import type { ExerciseGrade, Grade, LessonGrade } from "./grade-learner.ts";

/** How many failures a page tells whole: what comes behind mostly follows from what comes first. */
const MOST_TOLD = 10;

export function toJson(grades: readonly Grade[], at: Date): string {
  return `${JSON.stringify({ version: 1, at: at.toISOString(), learners: grades }, null, 2)}\n`;
}

/** RFC 4180, one line for each learner. */
export function toCsv(grades: readonly Grade[]): string {
  const head = ["name", "tests passed", "tests", "exercises green", "exercises", "seconds", "notes"];
  const rows = grades.map(({ name, lessons, exercises, seconds, notes }) => [
    name,
    lessons?.passed ?? "",
    lessons?.all ?? "",
    exercises.filter(({ isGreen }) => isGreen).length,
    exercises.length,
    seconds,
    notes.join("; "),
  ]);
  return [head, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** A spreadsheet takes a text that begins so for a formula, and runs it. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(value: string | number): string {
  const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Such as "41 of 44 tests, 2 of 3 exercises". */
export function summaryOf({ lessons, exercises }: Grade): string {
  const green = exercises.filter(({ isGreen }) => isGreen).length;
  const parts = [
    ...(lessons === null ? [] : [`${lessons.passed} of ${lessons.all} tests`]),
    ...(exercises.length === 0 ? [] : [`${green} of ${exercises.length} exercises`]),
  ];
  return parts.length === 0 ? "nothing to grade" : parts.join(", ");
}

export function toPage(grade: Grade): string {
  const { name, lessons, exercises, notes } = grade;
  const lines = [
    `# ${plain(name)}`,
    "",
    `${summaryOf(grade)}.`,
    ...(notes.length === 0 ? [] : ["", "## To look at", "", ...notes.map((note) => `- ${plain(note)}`)]),
    ...(lessons === null ? [] : lessonLines(lessons)),
    ...(exercises.length === 0 ? [] : exerciseLines(exercises)),
  ];
  return `${lines.join("\n")}\n`;
}

function lessonLines({ day, passed, all, failures }: LessonGrade): string[] {
  const rest = failures.length - MOST_TOLD;
  return [
    "",
    `## Day ${day}`,
    "",
    `${passed} of ${all} tests pass.`,
    ...failures
      .slice(0, MOST_TOLD)
      .flatMap(({ test, file, message }) => [
        "",
        `### ${plain(test)}`,
        "",
        `In \`tests/${file}\`:`,
        "",
        ...fenced(message),
      ]),
    ...(rest > 0 ? ["", `And ${rest} more.`] : []),
  ];
}

function exerciseLines(exercises: readonly ExerciseGrade[]): string[] {
  const open = exercises.filter(({ isGreen }) => !isGreen);
  return [
    "",
    "## Exercises",
    "",
    "| exercise | tests | |",
    "| --- | --- | --- |",
    ...exercises.map(
      ({ id, title, passed, all, isGreen }) =>
        `| ${id} ${title} | ${passed} of ${all} | ${isGreen ? "green" : "open"} |`,
    ),
    ...open.flatMap(({ id, lines }) => ["", `### ${id}`, "", ...fenced(lines.join("\n"))]),
  ];
}

/** What a learner's code has printed must not end the block that it stands in. */
function fenced(text: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}text`, ...text.trim().split("\n"), fence];
}

/** In a line of Markdown. */
function plain(text: string): string {
  return text.replaceAll(/[\r\n]+/g, " ").replaceAll(/[\\`*_<>[\]|#]/g, "\\$&");
}

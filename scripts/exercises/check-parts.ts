/**
 * checkParts: what can be said of an exercise without running it. Has its README all parts, are the hints a ladder and
 * no leak, do the wrong answers say what they are? Called by exercises-check.ts. Problems are lines with a file in front.
 */
import { type Exercise, HEAD_LINE, textOf } from "./exercise.ts";
import { leakOf, patchLines, readHints, tellingLines } from "./hints.ts";

const FILES = ["README.md", "starter.ts", "solution.ts", "task.test.ts", "hints.md"];
const PARTS = ["The task", "Why it matters", "Begin"];

/** Half a page, and the ten lines that are the same everywhere. */
const MOST_README_LINES = 50;
const MOST_SOLUTION_LINES = 70;
const FEWEST_WRONG = 2;

/** `chapter` is the text of the day's chapter, which declares the invariants. */
export function checkParts(root: string, exercise: Exercise, chapter: string): string[] {
  const { folder } = exercise;
  const missing = FILES.filter((file) => textOf(root, `${folder}/${file}`) === "");
  if (missing.length > 0) return missing.map((file) => `${folder}/${file}: is missing or empty`);
  return [
    ...checkReadme(root, exercise, chapter),
    ...checkSolution(root, exercise),
    ...checkHints(root, exercise),
    ...checkWrong(exercise),
    ...["starter.ts", "solution.ts"].flatMap((file) => checkImports(root, exercise, `${folder}/${file}`)),
    ...exercise.wrong.flatMap(({ file }) => checkImports(root, exercise, file)),
  ];
}

/** An answer stands on the faces of its day, as any program does, and on Node. */
function checkImports(root: string, { day }: Exercise, file: string): string[] {
  const face = new RegExp(`^(?:\\.\\./)+day${day}/src/(?:index|net|event-loop|testing|\\w+/index)\\.ts$`);
  return [...textOf(root, file).matchAll(/\bfrom "([^"]+)"|\bimport\(?\s*"([^"]+)"/g)]
    .map(([, from, alone]) => from ?? alone ?? "")
    .filter((target) => !face.test(target) && !target.startsWith("node:"))
    .map((target) => `${file}: it imports "${target}", which is no face of day ${day}`);
}

function checkReadme(root: string, exercise: Exercise, chapter: string): string[] {
  const file = `${exercise.folder}/README.md`;
  const text = textOf(root, file);
  const problems: string[] = [];
  const lines = text.split("\n").length;
  const parts = [...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
  if (exercise.title === "") problems.push("has no title");
  if (HEAD_LINE.exec(text)?.[1] !== String(exercise.day))
    problems.push(`needs a line such as "Day ${exercise.day} · I2 · 20 minutes"`);
  if (parts.join() !== PARTS.join()) problems.push(`its parts must be ${PARTS.join(", ")}`);
  for (const command of ["start", "check"])
    if (!text.includes(`npm run exercise -- ${command} ${exercise.id}`))
      problems.push(`"Begin" must show: npm run exercise -- ${command} ${exercise.id}`);
  if (lines > MOST_README_LINES) problems.push(`${lines} lines; a task has at most ${MOST_README_LINES}`);
  for (const id of exercise.invariants)
    if (!chapter.includes(`**${id}**`)) problems.push(`day ${exercise.day} has no invariant ${id}`);
  return problems.map((problem) => `${file}: ${problem}`);
}

function checkSolution(root: string, { folder }: Exercise): string[] {
  const lines = textOf(root, `${folder}/solution.ts`)
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s*(\/\/|\/\*|\*)/.test(line)).length;
  if (lines <= MOST_SOLUTION_LINES) return [];
  return [
    `${folder}/solution.ts: ${lines} lines of code; an exercise is small, at most ${MOST_SOLUTION_LINES}`,
  ];
}

function checkHints(root: string, { folder }: Exercise): string[] {
  const file = `${folder}/hints.md`;
  const solution = textOf(root, `${folder}/solution.ts`);
  const { hints, problem } = readHints(textOf(root, file));
  if (problem !== null) return [`${file}: ${problem}`];
  const problems: string[] = [];
  const leak = leakOf(hints, tellingLines(solution, textOf(root, `${folder}/starter.ts`)));
  if (leak !== null) problems.push(`level ${leak.level} gives away a line of the solution: ${leak.line}`);
  const patch = patchLines(hints[3] as string);
  if (patch.length === 0) problems.push("level 4 needs a diff block with + lines");
  const own = new Set(solution.split("\n").map((line) => line.trim()));
  for (const line of patch.filter((each) => !own.has(each.trim())))
    problems.push(`level 4 shows a line that the solution does not have: ${line.trim()}`);
  return problems.map((each) => `${file}: ${each}`);
}

function checkWrong({ folder, wrong }: Exercise): string[] {
  const few =
    wrong.length < FEWEST_WRONG ? [`${folder}/wrong: ${wrong.length} answers; ${FEWEST_WRONG} at least`] : [];
  return [
    ...few,
    ...wrong.flatMap(({ file, misunderstanding, killedBy }) => [
      ...(misunderstanding === "" ? [`${file}: its header has no "Misunderstanding: …"`] : []),
      ...(killedBy === "" ? [`${file}: its header has no 'Killed by: "…"' that names a test`] : []),
    ]),
  ];
}

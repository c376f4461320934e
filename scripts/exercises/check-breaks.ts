/**
 * checkBreaks: every planted defect applies, and exactly the tests that its answer names see it. Called by
 * exercises-check.ts with those of one day.
 */
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CourseError } from "../days/course-error.ts";
import { textOf } from "./exercise.ts";
import { type Break, layBroken, mendPatch, readAnswer, withoutIds, writeAnswer } from "./read-breaks.ts";
import type { RunOptions } from "./run-answers.ts";
import { runBreak } from "./run-break.ts";

/**
 * With `isWriting`, answer.json takes the names of the tests that see it today, and a patch whose file has changed around
 * it is written anew.
 */
export async function checkBreaks(
  options: RunOptions,
  breaks: readonly Break[],
  isWriting = false,
): Promise<string[]> {
  const problems: string[] = [];
  for (const defect of breaks) {
    try {
      const found = await checkBreak(options, defect, isWriting);
      problems.push(...found.map((problem) => `${defect.folder}: ${problem}`));
    } catch (error) {
      if (!(error instanceof CourseError)) throw error;
      problems.push(error.message);
    }
  }
  return problems;
}

async function checkBreak(options: RunOptions, defect: Break, isWriting: boolean): Promise<string[]> {
  const { root } = options;
  const answer = readAnswer(root, defect);
  const story = textOf(root, `${defect.folder}/README.md`);
  const missing = answer.files.find((file) => !existsSync(join(root, file)));
  if (missing !== undefined) return [`answer.json names ${missing}, and there is no such file`];
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "ray-break-")));
  try {
    // Without it Node takes the files for CommonJS.
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
    if (isWriting) mendPatch(root, defect);
    const { file } = layBroken(root, defect, folder);
    const told = defect.title === "" || !story.includes(`npm run exercise -- break ${defect.id}`);
    const seen = (await runBreak(options, folder, answer.files)).map(({ name }) => withoutIds(name));
    if (isWriting && seen.length > 0) writeAnswer(root, defect, { ...answer, tests: [...new Set(seen)] });
    const failed = new Set(seen);
    const named = isWriting ? failed : new Set(answer.tests.map(withoutIds));
    return [
      ...(told ? [`README.md needs a title and: npm run exercise -- break ${defect.id}`] : []),
      ...(story.includes(file) ? [`README.md gives the place away: ${file}`] : []),
      ...(failed.size === 0 ? ["no test sees the defect"] : []),
      ...[...named].filter((name) => !failed.has(name)).map((name) => `"${name}" does not see the defect`),
      ...[...failed].filter((name) => !named.has(name)).map((name) => `"${name}" fails, and is not named`),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

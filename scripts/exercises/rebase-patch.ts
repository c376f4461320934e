/**
 * rebasePatch: a defect's patch for a file that has changed around it. The lines that it takes away must still stand
 * there, all together and once; then it is written anew, with one line around. Used by exercises:check with --write.
 */
import { createTwoFilesPatch, parsePatch } from "diff";

/** Null: the lines are not there any more, or more than once. */
export function rebasePatch(text: string, before: string): string | null {
  const [patch, ...others] = parsePatch(text);
  const [hunk, ...more] = patch?.hunks ?? [];
  if (patch === undefined || hunk === undefined || others.length + more.length > 0) return null;
  // What stands between the first and the last line that changes.
  const changes = hunk.lines.map((line) => line[0] !== " ");
  const core = hunk.lines.slice(changes.indexOf(true), changes.lastIndexOf(true) + 1);
  const side = (sign: string) =>
    core
      .filter((line) => line[0] === " " || line[0] === sign)
      .map((line) => `${line.slice(1)}\n`)
      .join("");
  const old = side("-");
  if (old === "" || before.split(old).length !== 2) return null;
  const after = before.replace(old, () => side("+"));
  const { oldFileName = "", newFileName = "" } = patch;
  const made = createTwoFilesPatch(oldFileName, newFileName, before, after, undefined, undefined, {
    context: 1,
  });
  return made.replace(/^=+\n/, "");
}

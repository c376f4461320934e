/** `npm run lint:words`: holds comments and reference to the word list of CONTRIBUTING.md. Exit code 1 on a hit. */

import { runCommand } from "./days/command.ts";
import { CourseError } from "./days/course-error.ts";
import { checkWords, type Hit } from "./docs/words.ts";
import { roomOf } from "./house/plan.ts";

/** Of dayN/src/net/conn.ts: "net"; of a page: its folder. */
function placeOf({ file }: Hit): string {
  const inSource = /^day\d\/src\/(.*)$/.exec(file)?.[1];
  return inSource === undefined ? file.slice(0, file.lastIndexOf("/")) : roomOf(inSource);
}

runCommand({
  usage: "Usage: npm run lint:words -- [--root DIR]",
  flags: [],
  run({ root, words }) {
    if (words.length > 0) throw new CourseError(`Unexpected argument '${words[0]}'.`, 2);
    const hits = checkWords(root);
    const counts = new Map<string, number>();
    for (const hit of hits) counts.set(placeOf(hit), (counts.get(placeOf(hit)) ?? 0) + 1);
    const lines = hits.map(({ file, line, text, by }) => `${file} line ${line}: "${text}": ${by}`);
    if (hits.length > 0) {
      const places = [...counts].map(([place, count]) => `${place} ${count}`).join(", ");
      lines.push(`${hits.length} in all: ${places}`);
    }
    return { lines, ok: hits.length === 0 };
  },
});

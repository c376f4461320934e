/**
 * `npm run lessons:walk -- DAY`: a learner's whole day, typed from the pages alone. In an empty copy of the course the
 * real `npm run learn` leads through each lesson, only blocks of kind `type` are copied from its page, and at the end the
 * whole suite of that day runs on what then lies in work/. Exit codes: 0 green, 1 not, 2 wrong words.
 */

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { removeTrees, treesFolder } from "./lessons/lay-tree.ts";
import { layCourse, walkDay } from "./lessons/walk-day.ts";
import { bearClosedPipe } from "./shared/closed-pipe.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

bearClosedPipe();
const words = process.argv.slice(2);
const day = Number(/^[1-5]$/.exec(words[0] ?? "")?.[0]);
if (Number.isNaN(day) || words.length > 1) {
  console.error("npm run lessons:walk -- DAY, a number from 1 to 5");
  process.exitCode = 2;
} else {
  const folder = treesFolder(root);
  try {
    process.exitCode = walkAndTest(folder) ? 0 : 1;
  } finally {
    removeTrees(folder);
  }
}

function walkAndTest(folder: string): boolean {
  layCourse(root, folder);
  const isGreen = walkDay(folder, day, ({ lesson, problem }) => {
    console.log(problem === null ? `✔ ${lesson} typed, green` : `✖ ${lesson} ${problem}`);
  });
  if (!isGreen) return false;
  const test = join(root, "scripts", "test.ts");
  const args = ["--day", String(day), "--impl", join(folder, "work", "src"), "--file", `tests/day${day}/`];
  const { status } = spawnSync(process.execPath, ["--import", import.meta.resolve("tsx"), test, ...args], {
    cwd: root,
    stdio: "inherit",
  });
  return status === 0;
}

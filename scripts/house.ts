/**
 * `npm run house`: the framework in figures: lines and comments, the way of one request, circles, what its types cost.
 * Exit code 1 when a limit is broken; an aim that is missed is only shown. `--json` for programs.
 */

import { runCommand } from "./days/command.ts";
import { CourseError } from "./days/course-error.ts";
import { boundsOf, isKept } from "./house/bounds.ts";
import { figuresOf } from "./house/figures.ts";
import { figureLines } from "./house/print.ts";

runCommand({
  usage: "Usage: npm run house -- [--json]",
  flags: ["json"],
  run({ root, words, flags }) {
    if (words.length > 0) throw new CourseError(`Unexpected argument '${words[0]}'.`, 2);
    const figures = figuresOf(root);
    const bounds = boundsOf(figures);
    const lines = flags.has("json")
      ? [JSON.stringify({ ...figures, bounds }, null, 2)]
      : figureLines(figures);
    return { lines, ok: bounds.every((bound) => bound.kind === "aim" || isKept(bound)) };
  },
});

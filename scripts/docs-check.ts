/**
 * `npm run docs:check`: holds the course's pages to the repository. Code blocks are compared with the files
 * they name, transcripts are replayed, links followed, line counts counted, the layers drawn, chapters measured.
 * The one place that prints; the checks are in scripts/docs/.
 */

import { ARCHITECTURE, checkArchitecture } from "./docs/architecture.ts";
import { checkChapter } from "./docs/chapter.ts";
import { checkExcerpts } from "./docs/excerpts.ts";
import { checkLineCounts } from "./docs/line-counts.ts";
import { checkLinks } from "./docs/links.ts";
import { type Options, readOptions, UsageError, usage } from "./docs/options.ts";
import { isLesson, type Problem, readPage } from "./docs/page.ts";
import { MissingTool, Replay } from "./docs/replay.ts";
import { readTranscript } from "./docs/transcript.ts";
import { checkTranslation, isTranslation } from "./docs/translation.ts";
import { wayOf } from "./house/way-of.ts";
import { bearClosedPipe } from "./shared/closed-pipe.ts";
import { endChildrenOnSignal } from "./test/child.ts";

interface Totals {
  blocks: number;
  commands: number;
  notRun: number;
  links: number;
  problems: number;
}

async function checkPage(options: Options, path: string): Promise<{ totals: Totals; problems: Problem[] }> {
  const { root, run, write } = options;
  const page = readPage(root, path);
  const transcript = readTranscript(page);
  const hasTable = path === "README.md" || path === "docs/README.md";
  const problems = [
    // The code of a translation is the English page's own, and held to the repository there.
    ...(isTranslation(path) ? checkTranslation(root, page, write) : checkExcerpts(root, page)),
    ...checkLinks(root, page),
    ...(hasTable ? checkLineCounts(root, page, write) : []),
    ...(path === ARCHITECTURE ? checkArchitecture(root, page, { write, way: () => wayOf(root) }) : []),
    ...checkChapter(root, page),
    ...transcript.problems,
  ];
  const commands = transcript.steps.filter((step) => step.type === "command");
  // Steps that could not be read leave holes, and what comes after a hole would only fail for that.
  // What a lesson shows runs in the learner's tree of that lesson: lessons:check replays it.
  const runs = run && transcript.problems.length === 0 && !isLesson(path) && !isTranslation(path);
  if (runs) {
    const replay = new Replay(root, path);
    await replay.run(transcript.steps);
    problems.push(...replay.problems);
  }
  const skipped = commands.filter((command) => !runs || command.kind === "listed").length;
  const totals = {
    blocks: page.blocks.length,
    commands: commands.length + transcript.notRun,
    notRun: skipped + transcript.notRun,
    links: page.links.length,
    problems: problems.length,
  };
  return { totals, problems: problems.sort((a, b) => a.line - b.line) };
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

function totalsText({ blocks, commands, notRun, links, problems }: Totals): string {
  const aside = notRun > 0 ? ` (${notRun} not run)` : "";
  const parts = [plural(blocks, "code block"), plural(commands, "command") + aside, plural(links, "link")];
  return [...parts, plural(problems, "problem")].join(", ");
}

function printProblem({ page, line, message }: Problem): void {
  const [first, ...rest] = message.split("\n");
  console.log(`  ${page}:${line}: ${first}`);
  for (const text of rest) console.log(`      ${text}`.trimEnd());
}

async function main(options: Options): Promise<number> {
  const sum: Totals = { blocks: 0, commands: 0, notRun: 0, links: 0, problems: 0 };
  for (const path of options.pages) {
    const { totals, problems } = await checkPage(options, path);
    console.log(`${path} … ${totalsText(totals)}`);
    problems.forEach(printProblem);
    for (const key of Object.keys(sum) as (keyof Totals)[]) sum[key] += totals[key];
  }
  console.log(`${plural(options.pages.length, "page")}: ${totalsText(sum)}`);
  return sum.problems > 0 ? 1 : 0;
}

bearClosedPipe();
endChildrenOnSignal();
try {
  const options = readOptions(process.argv.slice(2));
  if (options === "help") console.log(usage);
  else process.exitCode = await main(options);
} catch (error) {
  if (error instanceof UsageError) process.exitCode = 2;
  else if (error instanceof MissingTool) process.exitCode = 1;
  else throw error;
  console.error(error.message);
}

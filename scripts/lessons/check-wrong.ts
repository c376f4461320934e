/**
 * checkWrong: what a page shows as wrong is put in the place of what is right, and the tests that the page names below it
 * must fail then. Called by run-state.ts. What it takes the place of is asked without running anything, too.
 */
import { join } from "node:path";
import type { Problem } from "../docs/page.ts";
import { layTree } from "./lay-tree.ts";
import type { Lesson, Tree, WrongCode } from "./lesson.ts";
import { runTests } from "./run-tests.ts";
import { hasGap, testTitles, titlePattern } from "./test-titles.ts";

export interface WrongRun {
  readonly root: string;
  readonly lesson: Lesson;
  /** The tree behind the lesson. */
  readonly after: Tree;
  /** Where the trees are laid. */
  readonly folder: string;
}

/** A wrong program may wait for what never comes. */
const STILL_MS = 3_000;

/** The places in the head that are none. */
export function checkPlaces({ page, wrong }: Lesson, after: Tree): Problem[] {
  return wrong.flatMap((code) => {
    const put = putWrong(after, code);
    return typeof put === "string" ? [{ page, line: 1, message: put }] : [];
  });
}

export async function checkWrong({ root, lesson, after, folder }: WrongRun): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const [index, code] of lesson.wrong.entries()) {
    const tree = putWrong(after, code);
    // Told by checkPlaces.
    if (typeof tree === "string") continue;
    const place = join(folder, String(index));
    layTree(place, tree);
    const message = await refusalOf(root, lesson, code, join(place, "src"));
    if (message !== null) problems.push({ page: lesson.page, line: code.line, message });
  }
  return problems;
}

/** Null when all tests that are named fail; else what is wrong with the page. */
async function refusalOf(
  root: string,
  { day, tests }: Lesson,
  { said }: WrongCode,
  impl: string,
): Promise<string | null> {
  const names = namesIn(said);
  // Only what is named: another test may hang, and nothing behind it would be heard of.
  const own = tests.flatMap(({ file }) => {
    const titles = testTitles(root, file);
    return names.filter((name) => titles.some((title) => mayBe(title, name))).map((only) => ({ file, only }));
  });
  if (own.length === 0)
    return "the code is marked wrong: put the title of the test that refuses it in quotes below it";
  const report = await runTests({ root, impl, day, tests: own, stillMs: STILL_MS, workers: 1 });
  if (report.load !== null) return `with the wrong code, src cannot be imported: ${report.load.message}`;
  const ran = report.files.flatMap((file) => file.tests);
  const passed = ran.filter(({ status }) => status !== "failed").map(({ name }) => `"${leaf(name)}"`);
  if (passed.length > 0) return `the code is marked wrong, but ${passed.join(", ")} does not refuse it`;
  // A hang may be what the wrong code does. What else stands in brackets says that the file could not be run.
  const odd = ran.filter(({ name, message }) => /^\((?!the file hangs)/.test(name) || message === null);
  const came = odd.map(({ name, message }) => `  ${name}: ${(message ?? "").split("\n")[0]}`);
  return came.length === 0 ? null : ["with the wrong code, no test came to its end:", ...came].join("\n");
}

/** The tree with the wrong code in its place; else why that is none. */
function putWrong(tree: Tree, { path, from, count, lines }: WrongCode): Tree | string {
  const text = tree.get(path);
  if (text === undefined) return `wrong: there is no ${path} behind this lesson`;
  const right = text.split("\n");
  const places = right.flatMap((line, at) => (line.trim() === from ? [at] : []));
  const [at] = places;
  if (at === undefined || places.length > 1)
    return `wrong: "${from}" stands in ${path} ${places.length} times, and must once`;
  const changed = [...right.slice(0, at), ...lines, ...right.slice(at + count)];
  return new Map(tree).set(path, changed.join("\n"));
}

/** What stands in code spans and in quotes. */
function namesIn(text: string): string[] {
  const spans = text.matchAll(/`([^`]+)`|"([^"]+)"|“([^”]+)”/g);
  const names = [...spans].map(([, span, quoted, curled]) => (span ?? quoted ?? curled ?? "").trim());
  return names.filter((name) => name.length > 6);
}

/** A page may name several tests at once, by how they begin. */
function mayBe(title: string, name: string): boolean {
  return title.startsWith(name) || (hasGap(title) && new RegExp(`^${titlePattern(title)}$`).test(name));
}

/** Without the suites around it. */
const leaf = (name: string) => name.split(" > ").at(-1) ?? name;

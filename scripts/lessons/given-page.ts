/**
 * givenPage: docs/dayN/given.md, the files of a day that are laid and not typed, printed whole. Written by
 * `npm run lessons:sync`; `npm run lessons:check` fails when it is older than the files.
 */
import type { Problem } from "../docs/page.ts";
import { type Lesson, type LessonFile, type Tree, writtenPath } from "./lesson.ts";

export function givenPath(day: number): string {
  return `docs/day${day}/given.md`;
}

/**
 * Null when no lesson of the day gives a file. `lessons`: those of the day; `before`: the stage of the day before. A
 * folder that is given may hold files that the learner has had for days, and has not touched: these are left out.
 */
export function givenPage(day: number, lessons: readonly Lesson[], stage: Tree, before: Tree): string | null {
  const touched = new Set(lessons.flatMap(({ files }) => files.filter(isTouched).map(({ path }) => path)));
  const isKept = ([path, text]: [string, string]) => !touched.has(path) && before.get(path) === text;
  const seen = new Set([...stage].filter(isKept).map(([path]) => path));
  const sections = lessons.flatMap((lesson) => {
    const given = lesson.files.filter(({ path, kind }) => kind === "given" && !seen.has(path));
    for (const { path } of given) seen.add(path);
    if (given.length === 0) return [];
    const paths = given.map(({ path }) => path).sort();
    const name = lesson.page.slice(lesson.page.lastIndexOf("/") + 1);
    return [
      `## Lesson ${lesson.id}: ${lesson.title.replace(/[:.].*$/, "")}`,
      `Laid at the start of [lesson ${lesson.id}](${name}).`,
      ...paths.flatMap((path) => [`### \`${writtenPath(path)}\``, printed(day, path, stage.get(path) ?? "")]),
    ];
  });
  if (sections.length === 0) return null;
  const title = `# Day ${day}: the given files`;
  const note = "What `npm run learn` lays into your folder, whole. The lessons say why each is there.";
  return `${[title, `${note}\nThis page is written by \`npm run lessons:sync\`.`, ...sections].join("\n\n")}\n`;
}

const isTouched = ({ kind }: LessonFile) => kind !== "given";

function printed(day: number, path: string, text: string): string {
  const lang = path.slice(path.lastIndexOf(".") + 1);
  // A file that prints Markdown of its own needs a longer fence.
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${lang} day${day}/${path}\n${text.replace(/\n$/, "")}\n${fence}`;
}

/** `page`: what lies at givenPath, null when nothing does. */
export function checkGivenPage(
  day: number,
  lessons: readonly Lesson[],
  stage: Tree,
  before: Tree,
  page: string | null,
): Problem[] {
  const wanted = givenPage(day, lessons, stage, before);
  if (wanted === page) return [];
  const what = page === null ? "is missing" : wanted === null ? "prints what no lesson gives" : "is old";
  return [
    { page: givenPath(day), line: 1, message: `the page of given files ${what}: npm run lessons:sync` },
  ];
}

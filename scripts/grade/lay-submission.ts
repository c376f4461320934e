/**
 * laySubmission: copies what counts of a learner's folder to where it can be tested: TypeScript below src, examples and
 * exercises. Nothing else comes along: no links, no packages, no tests, no settings. Called by grade-learner.ts.
 */
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { DAYS, type Exercise, readExercises } from "../exercises/exercise.ts";

/** A submission with more is none: dayN has 200 files. */
const MOST_FILES = 1_000;
const MOST_BYTES = 1_000_000;

const EXERCISE_TSCONFIG = JSON.stringify({ extends: "../../../exercises/tsconfig.json", include: ["."] });

export interface Submission {
  /** The src folder to test; null when there is none. */
  readonly impl: string | null;
  readonly exercises: readonly { readonly exercise: Exercise; readonly folder: string }[];
  /** What a teacher should know of what was handed in. */
  readonly notes: readonly string[];
}

/** `handedIn` is the learner's folder, `to` a new one, two below the root of the course: so relative imports stay right. */
export function laySubmission(root: string, handedIn: string, to: string): Submission {
  const from = workFolder(handedIn);
  const files = listFiles(from);
  const notes: string[] = [];
  if (files.length > MOST_FILES) notes.push(`more than ${MOST_FILES} files: the rest was not looked at`);
  const links = files.filter(({ isLink }) => isLink);
  if (links.length > 0) notes.push(`links are not followed: ${links[0]?.path}`);
  const own = files.filter(({ path }) => /^(tests\/|.*\btask\.test\.ts$)/.test(path));
  if (own.length > 0)
    notes.push(`tests were handed in (${own[0]?.path}): they do not count, tests are the course's`);
  const known = new Map(
    readExercises(root).map((each) => [`day${each.day}-${each.folder.split("/").at(-1)}`, each]),
  );
  const exercises = new Map<string, Exercise>();
  for (const { path, isLink } of files.slice(0, MOST_FILES)) {
    const [part = "", name = ""] = path.split("/");
    if (isLink || !/\.tsx?$/.test(path) || path.endsWith(".test.ts")) continue;
    const exercise = part === "exercises" ? known.get(name) : undefined;
    const target = exercise !== undefined ? path.slice("exercises/".length) : path;
    if (exercise === undefined && part !== "src" && part !== "examples") continue;
    if (exercise !== undefined) exercises.set(name, exercise);
    mkdirSync(dirname(join(to, target)), { recursive: true });
    copyFileSync(join(from, path), join(to, target));
    const text = readFileSync(join(from, path), "utf8");
    if (!isGiven(root, path, text)) notes.push(...suspicious(path, text));
  }
  for (const name of exercises.keys()) writeFileSync(join(to, name, "tsconfig.json"), EXERCISE_TSCONFIG);
  return {
    impl: existsSync(join(to, "src", "index.ts")) ? join(to, "src") : null,
    exercises: [...exercises].map(([name, exercise]) => ({ exercise, folder: join(to, name) })),
    notes,
  };
}

/** Some hand in what is in work/, others the folder itself. */
function workFolder(handedIn: string): string {
  const isThere = (name: string) => existsSync(join(handedIn, name));
  return isThere("work") && !isThere("src") && !isThere("exercises") ? join(handedIn, "work") : handedIn;
}

/** A file of the course, to the byte: most of a day is laid and not written. */
function isGiven(root: string, path: string, text: string): boolean {
  const files = DAYS.map((day) => join(root, `day${day}`, path));
  return files.some((file) => existsSync(file) && readFileSync(file, "utf8") === text);
}

/** What no answer needs. It is told and not punished: the tests have the last word. */
function suspicious(path: string, text: string): string[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
  const found: [RegExp, string][] = [
    [/\bprocess\s*\.\s*(?:exit|abort|reallyExit|kill)\b/, "ends the process"],
    [/["']node:(?:test|assert)|["']assert["']/, "reaches for the test runner"],
    [/["'](?:node:)?(?:http|https|http2)["']/, "uses Node's own HTTP"],
    [/\bRAY_(?:STAGE|IMPL|EXERCISE)\b/, "asks which test runs it"],
    [/["'][^"']*(?:solution|task\.test)\.ts["']/, "imports the course's answer or its tests"],
    [
      /["'][^"'\n]*\/day\d\/(?!src\/(?:index|net|event-loop|testing)\.ts)[^"'\n]*\.ts["']/,
      "imports from inside a day of the course",
    ],
  ];
  return found.filter(([pattern]) => pattern.test(code)).map(([, what]) => `${path} ${what}`);
}

function listFiles(folder: string): { path: string; isLink: boolean }[] {
  const found: { path: string; isLink: boolean }[] = [];
  const visit = (below: string): void => {
    if (found.length > MOST_FILES) return;
    for (const name of readdirSync(join(folder, below)).sort()) {
      const path = below === "" ? name : `${below}/${name}`;
      const stats = lstatSync(join(folder, path));
      if (stats.isSymbolicLink()) found.push({ path, isLink: true });
      else if (stats.isDirectory() && name !== "node_modules" && !name.startsWith(".")) visit(path);
      else if (stats.isFile() && stats.size <= MOST_BYTES) found.push({ path, isLink: false });
    }
  };
  visit("");
  return found;
}

/**
 * readHead: the YAML in front of a lesson page, checked word for word. Called by read-page.ts.
 * It reads; whether the files and tests that it names exist is asked by the checks.
 */
import { isMap, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import { type Kind, type LessonEntry, LessonError, type LessonTest, treePath } from "./lesson.ts";
import { readWrongPlace, WRONG_FORM, type WrongPlace } from "./read-wrong.ts";

export interface Head {
  readonly minutes: number;
  readonly invariants: readonly string[];
  readonly program: string | null;
  readonly entries: readonly LessonEntry[];
  readonly tests: readonly LessonTest[];
  /** What each `ts wrong` of the page takes the place of. */
  readonly wrong: readonly WrongPlace[];
  /** The lines of the page that the head takes, both `---` counted. */
  readonly lines: number;
}

const KINDS = ["type", "read", "given", "gone"];
const KEYS = ["minutes", "invariants", "program", "files", "tests", "wrong"];
const EXPECTED =
  "begin the page with ---, then minutes, invariants, files and tests (CONTRIBUTING.md, Lessons), then ---";

/** Errors: LessonError. */
export function readHead(page: string, text: string): Head {
  const match = /^---\n([\s\S]*?)^---$/m.exec(text);
  if (match?.index !== 0) throw new LessonError(page, 1, `there is no head: ${EXPECTED}`);
  const source = match[1] ?? "";
  const counter = new LineCounter();
  const document = parseDocument(source, { lineCounter: counter });
  // The head begins below the first ---.
  const lineOf = (node: unknown) => {
    const range = (node as Node | null)?.range;
    return range ? counter.linePos(range[0]).line + 1 : 1;
  };
  const fail = (node: unknown, what: string): never => {
    throw new LessonError(page, lineOf(node), what);
  };
  const [error] = document.errors;
  if (error !== undefined) {
    const line = (error.linePos?.[0].line ?? 0) + 1;
    throw new LessonError(page, line, `the head is no YAML: ${error.message.split("\n")[0]}`);
  }
  const root = document.contents;
  if (!isMap(root)) return fail(root, `the head is no list of keys: ${EXPECTED}`);
  for (const { key } of root.items) {
    const name = isScalar(key) ? String(key.value) : "?";
    if (!KEYS.includes(name)) fail(key, `the head has "${name}": it takes ${KEYS.join(", ")}`);
  }
  const values = document.toJS() as Record<string, unknown>;
  const { minutes, invariants = [], program = null, tests = [], wrong = [] } = values;
  const at = (key: string) => root.get(key, true);
  if (typeof minutes !== "number" || minutes <= 0) fail(at("minutes"), "minutes: give a number such as 25");
  if (!isTexts(invariants)) return fail(at("invariants"), "invariants: give a list such as [I2]");
  if (program !== null && (typeof program !== "string" || !program.startsWith("examples/")))
    fail(at("program"), "program: name a file below examples/, such as examples/main.ts");
  if (!Array.isArray(tests)) return fail(at("tests"), "tests: give a list of files below tests/");
  if (!Array.isArray(wrong)) return fail(at("wrong"), `wrong: ${WRONG_FORM}`);
  return {
    minutes: minutes as number,
    invariants,
    program: program as string | null,
    entries: readEntries(at("files"), fail, lineOf),
    tests: tests.map((test) => readTest(test) ?? fail(at("tests"), `tests: ${TEST_FORM}`)),
    wrong: wrong.map((entry) => readWrongPlace(entry) ?? fail(at("wrong"), `wrong: ${WRONG_FORM}`)),
    lines: match[0].split("\n").length,
  };
}

function readEntries(
  files: unknown,
  fail: (node: unknown, what: string) => never,
  lineOf: (node: unknown) => number,
): LessonEntry[] {
  if (!isMap(files)) return fail(files, "files: give a map such as `net/conn.ts: type`");
  return files.items.map(({ key, value }) => {
    const written = isScalar(key) ? String(key.value) : "";
    const kind = isScalar(value) ? String(value.value) : "";
    if (!KINDS.includes(kind)) fail(key, `files: "${written}: ${kind}" is none of ${KINDS.join(", ")}`);
    const parts = written
      .replace(/^\.\/$/, "src")
      .replace(/\/$/, "")
      .split("/");
    if (written.includes("\\") || parts.some((part) => ["", ".", ".."].includes(part)))
      fail(key, `files: "${written}" is no path below src, nor one that begins with examples/`);
    if (parts[0] === "src" && written !== "./")
      fail(key, `files: "${written}": leave src/ out, paths are below it`);
    if (written.endsWith("/") && !["given", "gone"].includes(kind))
      fail(key, `files: "${written}" is a folder, and only given or gone ones are named whole`);
    return { path: treePath(written), written, kind: kind as Kind, line: lineOf(key) };
  });
}

const TEST_FORM = 'write "day1/NAME.test.ts", or { file: day1/NAME.test.ts, only: "words of a name" }';

function readTest(value: unknown): LessonTest | null {
  const { file, only = null } = (typeof value === "string" ? { file: value } : (value ?? {})) as LessonTest;
  if (typeof file !== "string" || !/^day\d\/[^/]+\.test\.ts$/.test(file)) return null;
  return only === null || typeof only === "string" ? { file, only } : null;
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === "string");

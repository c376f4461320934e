/**
 * tell: a check in words: the one thing to look at, and where the page speaks of it. Called by the commands and by the
 * screen. Without colours; the screen adds them.
 */
import type { FileReport, Lesson } from "../lessons/course.ts";
import type { Check } from "./check.ts";
import { invariantOf, placeOf } from "./place.ts";
import type { Session } from "./session.ts";
import { counted, shown } from "./shown.ts";
import { tellCrash, tellLoad, tellTypes } from "./tell-code.ts";
import { tellTest } from "./tell-test.ts";
import type { Verdict } from "./verdict.ts";

export function tell(session: Session, check: Check): string[] {
  const { verdict, lesson } = check;
  if (verdict.kind === "green")
    return [`✔ lesson ${lesson.id} is green: ${counted(check.report.passed, "test")}`];
  return [...tellVerdict(session, verdict), ...tellPlace(session, lesson, verdict)];
}

function tellVerdict(session: Session, verdict: Verdict): string[] {
  const work = session.desk.work.path;
  switch (verdict.kind) {
    case "green":
      return [];
    case "missing":
      return tellMissing(verdict.paths);
    case "types":
      return tellTypes(work, verdict);
    case "not loaded":
      return tellLoad(work, verdict);
    case "crashed":
      return tellCrash(work, verdict.message);
    case "failed":
      return tellTest(session, verdict.test, verdict.wire);
    default:
      return tellEnded(verdict.kind, verdict.during, verdict.file);
  }
}

function tellMissing(paths: readonly string[]): string[] {
  const [are, them] = paths.length === 1 ? ["is", "it"] : ["are", "them"];
  const words = paths.map((path) => path.replace(/^src\//, "")).join(" ");
  return [
    `✖ ${paths.map(shown).join(", ")} ${are} missing`,
    `  npm run learn reset ${words} lays ${them} again.`,
  ];
}

/** Of a process that was ended, or that ended itself, before its tests were done. */
function tellEnded(
  kind: "endless" | "hung" | "flood" | "left",
  test: string | null,
  file: FileReport,
): string[] {
  const during = test === null ? "while it was loaded, before any test" : `during the test "${test}"`;
  // By the words of scripts/test: "it computed for 10 s …".
  const long = /for [\d.]+ s/.exec(file.tests.at(-1)?.message ?? "")?.[0] ?? "for too long";
  switch (kind) {
    case "left":
      return [
        "✖ your code ended the process",
        `  It called process.exit() ${during}. The tests were not done yet.`,
      ];
    case "hung":
      return [
        "✖ it hangs",
        `  Nothing happened ${long} ${during}: something is waited for that never comes. It was ended.`,
      ];
    case "endless":
      return [
        "✖ an endless loop",
        `  Your code computed ${long} without coming back ${during}. It was ended.`,
        ...printed(file),
      ];
    case "flood":
      return [
        "✖ a flood of output",
        `  Your code printed more than 1 MiB ${during}. It was ended.`,
        ...printed(file),
      ];
  }
}

const MOST_LINES = 3;
const LONGEST = 100;

function printed({ output }: FileReport): string[] {
  if (output.trim() === "") return [];
  const lines = output.trim().split("\n").slice(0, MOST_LINES);
  const cut = lines.map((line) => (line.length > LONGEST ? `${line.slice(0, LONGEST)} …` : line));
  return ["  It printed, to begin with:", ...cut.map((line) => `    ${line}`)];
}

/** Which sentence of the course this is about, and where it stands. */
function tellPlace(session: Session, lesson: Lesson, verdict: Verdict): string[] {
  const title = verdict.kind === "failed" ? verdict.test.name : "";
  const invariant = invariantOf(session.args.root, lesson.day, title);
  const place = placeOf(session, lesson, verdict);
  return [
    ...(invariant === null || invariant.text === "" ? [] : ["", `  ${invariant.id}  ${invariant.text}`]),
    ...(place === null ? [] : ["", `  page  ${lesson.page}:${place.line}, "${place.heading}"`]),
  ];
}

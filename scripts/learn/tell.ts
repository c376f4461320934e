/**
 * tell: a check in words: the one thing to look at, what was sent, what came and what was expected, and where the page
 * speaks of it. Called by the commands and by the screen; the words of each verdict are here and nowhere else.
 */
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { WireEntry } from "../../tests/support/wire-record.ts";
import type { Lesson, TestOutcome } from "../lessons/course.ts";
import { bytesOf, comparedLines, sentLine, tellingClient } from "./bytes-told.ts";
import type { Check } from "./check.ts";
import { frameOf, invariantOf, placeOf } from "./place.ts";
import type { Session } from "./session.ts";
import { counted, shown } from "./shown.ts";
import type { Verdict } from "./verdict.ts";

/** For the terminal, without colours. */
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
      return [
        `✖ ${verdict.paths.map(shown).join(", ")} ${verdict.paths.length === 1 ? "is" : "are"} missing`,
        `  npm run learn reset ${verdict.paths.map((path) => path.replace(/^src\//, "")).join(" ")} lays ${verdict.paths.length === 1 ? "it" : "them"} again.`,
      ];
    case "types":
      return tellTypes(session, verdict);
    case "not loaded":
      return tellLoad(verdict, work);
    case "left":
      return [
        "✖ your code ended the process",
        `  It called process.exit() ${during(verdict.during)}. The tests were not done yet.`,
      ];
    case "endless":
      return [
        "✖ an endless loop",
        `  Your code computed ${seconds(verdict.file.tests.at(-1)?.message)} without coming back ${during(verdict.during)}. It was ended.`,
        ...(verdict.file.output.trim() === ""
          ? []
          : [
              "  It printed, to begin with:",
              ...firstLines(verdict.file.output, 3).map((line) => `    ${line}`),
            ]),
      ];
    case "hung":
      return [
        "✖ it hangs",
        `  Nothing happened ${seconds(verdict.file.tests.at(-1)?.message)} ${during(verdict.during)}: something is waited for that never comes. It was ended.`,
      ];
    case "flood":
      return [
        "✖ a flood of output",
        `  Your code printed more than 1 MiB ${during(verdict.during)}, beginning with:`,
        ...firstLines(verdict.file.output, 3).map((line) => `    ${line}`),
        "  It was ended.",
      ];
    case "crashed":
      return ["✖ the process crashed", ...causeLines(verdict.message, work)];
    case "failed":
      return tellTest(session, verdict.test, verdict.wire);
  }
}

function during(test: string | null): string {
  return test === null ? "while it was loaded, before any test" : `during the test "${test}"`;
}

/** "for 10 s", from the words of the watch. */
function seconds(message: string | null | undefined): string {
  return /for [\d.]+ s/.exec(message ?? "")?.[0] ?? "for too long";
}

function firstLines(text: string, count: number): string[] {
  return text
    .trim()
    .split("\n")
    .slice(0, count)
    .map((line) => (line.length > 100 ? `${line.slice(0, 100)} …` : line));
}

/** Syntax errors are the compiler's as well: 1000 to 1999 are those of its parser. */
function tellTypes(session: Session, { problem, more }: Verdict & { kind: "types" }): string[] {
  const { path, line, column, code, message } = problem;
  const what = /^TS1\d{3}$/.test(code)
    ? "a syntax error"
    : /^TS2(305|614|724)$/.test(code)
      ? "a missing export"
      : "a type error";
  const place = path === null ? "work/tsconfig.json" : `${shown(path)}:${line}:${column}`;
  const others = more === 0 ? [] : [`  and ${more} more: npx tsc -p work`];
  return [
    `✖ ${what} in ${place}`,
    ...(path === null ? [] : sourceLines(join(session.desk.work.path, path), line, column)),
    ...message.split("\n").map((text) => `  ${text}`),
    `  (${code})`,
    ...others,
  ];
}

/** The line of the source, and a mark under the place. */
function sourceLines(path: string, line: number, column: number): string[] {
  const text = existsSync(path) ? readFileSync(path, "utf8").split("\n")[line - 1] : undefined;
  if (text === undefined || text.length > 200) return [];
  // A tab takes one sign in the mark as in the line.
  const space = text.slice(0, column - 1).replace(/[^\t]/g, " ");
  return [`    ${text}`, `    ${space}^`];
}

function tellLoad({ message, stack }: Verdict & { kind: "not loaded" }, work: string): string[] {
  const lines = message.split("\n").filter((line) => line.trim() !== "" && !/^\s+at /.test(line));
  const [first = "", ...rest] = lines;
  const frame = frameOf(stack, work) ?? frameOf(message, work);
  const missing = /does not provide an export named '(\w+)'/.exec(first)?.[1];
  const what =
    missing !== undefined
      ? `a missing export: ${missing}`
      : /SyntaxError|Transform failed/.test(message)
        ? "a syntax error"
        : "your code cannot be loaded";
  return [
    `✖ ${what}`,
    `  ${first}`,
    ...rest.slice(0, 6).map((line) => `  ${line}`),
    ...(frame === null ? [] : [`  in ${shown(frame.path)}:${frame.line}`]),
  ];
}

function causeLines(message: string, work: string): string[] {
  const error =
    message.split("\n").find((line) => /\b\w*(Error|ERROR)\b/.test(line)) ?? message.split("\n")[0] ?? "";
  const frame = frameOf(message, work);
  return [`  ${error.trim()}`, ...(frame === null ? [] : [`  in ${shown(frame.path)}:${frame.line}`])];
}

function tellTest(session: Session, test: TestOutcome, wire: readonly WireEntry[]): string[] {
  const { root } = session.args;
  const work = session.desk.work.path;
  const stack = test.error?.stack ?? "";
  const frame = frameOf(stack, work);
  const asked = new RegExp(`tests[\\\\/](${test.file.replace(/[.]/g, "\\.")}):(\\d+)`).exec(
    stack.replaceAll("\\", "/"),
  );
  const where = relative(process.cwd(), join(root, "tests", test.file)).replaceAll("\\", "/");
  return [
    `✖ ${test.name}`,
    `  ${where}${asked === null ? "" : `:${asked[2]}`}`,
    "",
    ...wordsOf(test, wire).map((line) => `  ${line}`.trimEnd()),
    ...(frame === null ? [] : ["", `  in ${shown(frame.path)}:${frame.line}`]),
  ];
}

/** What happened: on the wire, where the test had one, and between what came and what was expected. */
function wordsOf(test: TestOutcome, wire: readonly WireEntry[]): string[] {
  const { actual, expected } = test.error ?? {};
  const message = (test.message ?? "").split("\n").filter((line) => !/^\s+at /.test(line));
  const client = tellingClient(wire);
  const sent = client === null ? "" : bytesOf(wire, "sent", client);
  const silence = silenceOf(test, wire, client, sent);
  const lines = sent === "" ? [] : [sentLine(sent)];
  if (silence !== null) return [...lines, ...silence];
  if (actual !== undefined && expected !== undefined)
    return [...lines, ...comparedLines(actual, expected), ...reason(message)];
  const came = client === null ? "" : bytesOf(wire, "came", client);
  if (sent !== "" || came !== "") lines.push(...comparedLines(came, came).slice(0, 1));
  return [...lines, ...message];
}

/** A message that the test wrote itself says more than that two texts differ. */
function reason(message: readonly string[]): string[] {
  const [first = ""] = message;
  const said = first.replace(/^AssertionError(?: \[ERR_ASSERTION\])?: /, "");
  return /^Expected values to be|: the bytes differ from byte/.test(said) || said === "" ? [] : [said];
}

/** What a wait in vain says of the server: "your server accepted, read 18 bytes and wrote nothing for 5 s". */
function silenceOf(
  test: TestOutcome,
  wire: readonly WireEntry[],
  client: number | null,
  sent: string,
): string[] | null {
  const missing = wire.findLast((entry) => entry.kind === "missing" && entry.client === client);
  if (missing?.kind !== "missing" || client === null) return null;
  const { what, why, peer } = missing;
  // A test that fails for another reason ends its clients, and what they wait for then is no news.
  if (test.message?.includes(`${why} while waiting for ${what}`) !== true) return null;
  const came = bytesOf(wire, "came", client);
  const still = /nothing happened (for [\d.]+ s)/.exec(why)?.[1];
  const wrote = came === "" ? "wrote nothing" : `wrote ${came.length} bytes, and no more`;
  const did =
    peer === null
      ? ""
      : peer.accepted
        ? `accepted, read ${sent.length - peer.unread} of ${sent.length} bytes and `
        : "did not accept the connection, and ";
  const words = did.replace(/read (\d+) of \1 bytes/, "read $1 bytes");
  const told = still === undefined ? `${why}: it ${wrote}` : `your server ${words}${wrote} ${still}`;
  const rest = came === "" ? "came      (nothing)" : (comparedLines(came, came)[0] ?? "");
  return [rest, `expected  ${what}`, "", told];
}

/** Which sentence of the course this is about, and where it stands. */
function tellPlace(session: Session, lesson: Lesson, verdict: Verdict): string[] {
  const title = verdict.kind === "failed" ? verdict.test.name : "";
  const invariant = invariantOf(session.args.root, lesson.day, title);
  const place = placeOf(lesson, verdict, session.desk.work.path);
  return [
    ...(invariant === null || invariant.text === "" ? [] : ["", `  ${invariant.id}  ${invariant.text}`]),
    ...(place === null ? [] : ["", `  page  ${lesson.page}:${place.line}, "${place.heading}"`]),
  ];
}

/** What a verdict says of its own cause: the message, the names in it, the learner's file that it points to. Pure. */
import type { Lesson } from "../lessons/course.ts";
import type { Verdict } from "./verdict.ts";

/** A line of the learner's that a failure points to. */
export interface Frame {
  /** In the tree. */
  readonly path: string;
  readonly line: number;
}

/** The first line of a stack, or of an output, that is in the learner's folder. */
export function frameOf(text: string, work: string): Frame | null {
  const plain = text.replaceAll("\\", "/");
  const folder = work.replaceAll("\\", "/").replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const [, path, line] = new RegExp(`${folder}/((?:src|examples)/[^:)\\s]+):(\\d+)`).exec(plain) ?? [];
  return path === undefined ? null : { path, line: Number(line) };
}

/** How Node, the compiler and our skeletons speak of a name that is not there yet. */
const MISSING = [
  /\bray\.(\w+)/,
  /(\w+) is not a (?:function|constructor)/,
  /export named '(\w+)'/,
  /exported member (?:named )?'(\w+)'/,
  /Property '(\w+)' (?:does not exist|is missing)/,
];

/** The names that a message speaks of: "lesson 1.2: LineCodec.decode", "ray.LineCodec is not a constructor". */
export function namesIn(message: string): string[] {
  const skeleton = /lesson \d+\.\d+: (?:new )?([\w$#.]+)/.exec(message)?.[1]?.split(".") ?? [];
  const missing = MISSING.map((form) => form.exec(message)?.[1]);
  return [...skeleton.reverse(), ...missing].filter((name): name is string => Boolean(name));
}

/** The file of the learner's in which it happened; null when nothing says so. */
export function pathOf(lesson: Lesson, verdict: Verdict, work: string): string | null {
  if (verdict.kind === "missing") return verdict.paths[0] ?? null;
  if (verdict.kind === "types") return verdict.problem.path;
  const message = messageOf(verdict);
  const stack =
    verdict.kind === "not loaded"
      ? verdict.stack
      : verdict.kind === "failed"
        ? (verdict.test.error?.stack ?? "")
        : message;
  // "there is no examples/main.ts yet"
  const named = lesson.files.find(({ path }) => message.includes(path.replace(/^src\//, "")));
  return frameOf(stack, work)?.path ?? named?.path ?? null;
}

export function messageOf(verdict: Verdict): string {
  switch (verdict.kind) {
    case "types":
      return verdict.problem.message;
    case "not loaded":
    case "crashed":
      return verdict.message;
    case "failed":
      return verdict.test.message ?? "";
    default:
      return "";
  }
}

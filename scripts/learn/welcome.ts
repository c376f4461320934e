/** welcome: the first run. Three lines on what this is, and the choice of where to begin. Called by commands.ts. */
import type { Lesson } from "../lessons/course.ts";
import { UsageError } from "./outcome.ts";
import type { Session } from "./session.ts";
import { askLine } from "./terminal.ts";

export const WORDS: readonly string[] = [
  "In five days you build a web framework from a socket, in the folder work/.",
  "Each lesson has a page to read and files to write; when you save, its tests run here.",
  "You are never stuck: there are hints, the course's files in place of yours, and an undo for everything.",
];

/** What lies there for one who begins behind that day. */
function laidWords(day: number): string {
  if (day === 0) return "";
  return day === 1 ? " (day 1 is laid for you)" : ` (days 1 to ${day} are laid for you)`;
}

/** Null when the person leaves. */
export async function chooseLesson(session: Session): Promise<Lesson | null> {
  const { course } = session;
  const [first] = course.lessons;
  console.log(`${WORDS.join("\n")}\n`);
  for (const day of new Set(course.lessons.map((lesson) => lesson.day))) {
    const [begin] = course.ofDay(day);
    console.log(`  ${begin?.id}  ${begin?.title}${laidWords(day - 1)}`);
  }
  for (;;) {
    const line = await askLine(
      `\nWhere do you begin? (Enter: ${first?.id}, or any lesson, such as ${course.lessons.at(-1)?.id}) `,
    );
    if (line === null) return null;
    try {
      return course.named(line.trim() || (first?.id ?? ""));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      console.log(error.message);
    }
  }
}

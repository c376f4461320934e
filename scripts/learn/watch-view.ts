/** viewOf: what the watch shows at a moment, as parts of a screen. Called by watch.ts. Pure but for the page. */
import type { Check } from "./check.ts";
import { diskTrouble } from "./disk.ts";
import { introduce } from "./introduce.ts";
import { progress } from "./look.ts";
import type { Screen } from "./screen.ts";
import type { Session } from "./session.ts";
import { counted } from "./shown.ts";
import { tell } from "./tell.ts";

export interface View {
  /** The last check; null before the first one, and for a lesson that has just begun. */
  readonly last: Check | null;
  /** Tests that have passed so far in the check under way; null when there is none. */
  readonly passing: number | null;
  /** What a key has put in place of the check. */
  readonly overlay: readonly string[] | null;
  /** The lesson was begun, and nothing was written yet: its task is shown above what is red. */
  readonly isFresh: boolean;
}

const KEYS = "[h] hint  [d] diff  [r] read  [u] use  [l] list  [n] next  [q] quit";

/** Null when no lesson is under way. */
export function viewOf(session: Session, view: View): Pick<Screen, "head" | "body" | "foot"> | null {
  const { lesson, course, desk } = session;
  if (lesson === null) return null;
  const { overlay, isFresh, passing } = view;
  // From a second terminal one may have gone on to another lesson.
  const last = view.last?.lesson === lesson ? view.last : null;
  const task = isFresh || last === null ? [...introduce(session, lesson).slice(1), ""] : [];
  const seconds = ((last?.ms ?? 0) / 1000).toFixed(1);
  const soFar = passing ? ` ${counted(passing, "test")} passed` : "";
  const state = passing === null ? `checked in ${seconds} s` : `checking …${soFar}`;
  const { trouble } = desk;
  const day = course.ofDay(lesson.day);
  const [first = "", ...bars] =
    last === null ? [`lesson ${day.indexOf(lesson) + 1} of ${day.length}`] : progress(session, last);
  return {
    head: [`${lesson.id}  ${lesson.title}`, ""],
    body: overlay ?? [...task, ...(last === null ? [] : result(session, last))],
    foot: [
      "",
      ...(trouble === null ? [] : [`! not saved: ${diskTrouble(trouble) ?? trouble}`]),
      `${first}  (${state})`,
      ...bars,
      KEYS,
    ],
  };
}

function result(session: Session, last: Check): string[] {
  const told = tell(session, last);
  if (!last.isGreen) return told;
  const next = session.course.after(last.lesson);
  const on =
    next === null
      ? "That was the last lesson."
      : `Next: ${next.id} ${next.title} (${next.page}). [n] goes on.`;
  const around = "Or look around first: npm run work starts what you have, npm run learn quiz asks about it.";
  return [...told, "", on, around];
}

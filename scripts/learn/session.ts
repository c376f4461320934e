/**
 * Session: what every command has at hand: the command line, the course, the desk, and the lesson under way. Made once
 * by learn.ts. Knows nothing of terminals.
 */
import { relative, resolve } from "node:path";
import type { Lesson } from "../lessons/course.ts";
import { type Arguments, meant } from "./arguments.ts";
import { Course } from "./course.ts";
import { Desk } from "./desk.ts";
import { layAround } from "./lay-around.ts";
import { UsageError } from "./outcome.ts";
import type { State } from "./state.ts";
import type { Files } from "./store.ts";

export class Session {
  readonly args: Arguments;
  readonly course: Course;
  readonly desk: Desk;

  constructor(args: Arguments, course = new Course(args.root), desk = new Desk(args.root)) {
    this.args = args;
    this.course = course;
    this.desk = desk;
  }

  /** The same with another command line: for a key that does what a command does. */
  with(changes: Partial<Arguments>): Session {
    return new Session({ ...this.args, ...changes }, this.course, this.desk);
  }

  /** Null before the first one; also when the course has no such lesson any more. */
  get lesson(): Lesson | null {
    const id = this.desk.state?.lesson;
    return id === undefined ? null : this.course.find(id);
  }

  /** Errors: UsageError when no lesson is under way. */
  get underWay(): { readonly lesson: Lesson; readonly state: State } {
    const { lesson } = this;
    const { state } = this.desk;
    if (lesson !== null && state !== null) return { lesson, state };
    const first = this.course.lessons[0]?.id;
    if (state === null) throw new UsageError(`no lesson is under way: npm run learn start ${first}`);
    throw new UsageError(
      `the course has no lesson ${state.lesson} any more: npm run learn list, then start one`,
    );
  }

  /** Begins a lesson with the files that `from` makes of the learner's. */
  begin(act: string, lesson: Lesson, from: (files: Files) => Files): void {
    const { desk } = this;
    const none: State = { lesson: lesson.id, begun: null, done: [], used: {}, hints: {}, answers: {} };
    desk.act(act, (files) => {
      const wanted = from(files);
      const begun = desk.store.keepTree(wanted);
      return { files: wanted, state: { ...(desk.state ?? none), lesson: lesson.id, begun, used: {} } };
    });
    layAround(desk.work.path);
  }

  /** A path as the learner types it, "net/conn.ts" or "work/src/net/conn.ts", as one of `known`. Errors: UsageError. */
  pathOf(text: string, known: readonly string[]): string {
    const { work } = this.desk;
    const plain = text.replaceAll("\\", "/").replace(/^\.\//, "");
    const below = relative(work.path, resolve(text)).replaceAll("\\", "/");
    const exact = [plain, plain.replace(/^work\//, ""), `src/${plain}`, below].find((path) =>
      known.includes(path),
    );
    if (exact !== undefined) return exact;
    const ends = known.filter((path) => path.endsWith(`/${plain}`));
    if (ends.length === 1 && ends[0] !== undefined) return ends[0];
    const several = ends.length > 1 ? `: ${ends.join(" or ")}?` : "";
    const short = known.map((path) => path.replace(/^src\//, ""));
    throw new UsageError(`the lesson has no file "${text}"${several || meant(plain, short)}`);
  }
}

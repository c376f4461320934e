/**
 * Course: the lessons as the runner needs them: by number, in order, and what each makes of a learner's files. Made by
 * learn.ts; reads the course's own files and changes none. Trees cost a replay of the day, so they are kept.
 */
import { join } from "node:path";
import {
  KeptPages,
  type Lesson,
  readLessons,
  type Tree,
  treeAfter,
  treeAtStart,
  treeBefore,
} from "../lessons/course.ts";
import { meant } from "./arguments.ts";
import { TroubleError, UsageError } from "./outcome.ts";
import { skeletonOf } from "./skeleton.ts";
import type { Files } from "./store.ts";

type When = "before" | "start" | "after";

export class Course {
  readonly root: string;
  readonly lessons: readonly Lesson[];
  readonly #trees = new Map<string, Tree>();

  /** Errors: TroubleError when a page of the course cannot be read, or when there is none. */
  constructor(root: string) {
    this.root = root;
    try {
      const pages = new KeptPages(join(root, ".course", "pages.json"));
      this.lessons = readLessons(root, (...from) => pages.read(...from));
      pages.save();
    } catch (error) {
      throw new TroubleError(`a page of the course is damaged: ${(error as Error).message}`);
    }
    if (this.lessons.length === 0) throw new TroubleError(`there are no lessons in ${root}/docs`);
  }

  find(id: string): Lesson | null {
    return this.lessons.find((lesson) => lesson.id === id) ?? null;
  }

  /** "1.2", "day1.2", "frames". Errors: UsageError that says what there is. */
  named(text: string): Lesson {
    const id = /^(?:day)?(\d+)\.0*(\d+)$/.exec(text);
    const lesson = this.lessons.find(
      ({ id: own, name }) => own === (id ? `${id[1]}.${id[2]}` : "") || name === text,
    );
    if (lesson !== undefined) return lesson;
    const day = this.lessons.filter((each) => String(each.day) === id?.[1]);
    if (day.length > 0)
      throw new UsageError(
        `there is no lesson ${text}: day ${day[0]?.day} has ${day[0]?.id} to ${day.at(-1)?.id}`,
      );
    const names = this.lessons.flatMap(({ id: own, name }) => [own, name]);
    throw new UsageError(
      `there is no lesson "${text}"${meant(text, names) || ": npm run learn list shows all"}`,
    );
  }

  /** Null behind the last one. */
  after(lesson: Lesson): Lesson | null {
    return this.lessons[this.lessons.indexOf(lesson) + 1] ?? null;
  }

  ofDay(day: number): readonly Lesson[] {
    return this.lessons.filter((lesson) => lesson.day === day);
  }

  /** The course's own files before a lesson, when it begins, and when it is done. */
  tree(lesson: Lesson, when: When): Tree {
    const key = `${lesson.id} ${when}`;
    const replay = { before: treeBefore, start: treeAtStart, after: treeAfter }[when];
    const tree = this.#trees.get(key) ?? replay(this.root, this.lessons, lesson);
    this.#trees.set(key, tree);
    return tree;
  }

  /** What a learner's files become when a lesson begins: what is given is laid, what is to be written gets a skeleton. */
  begin(lesson: Lesson, files: Files): Map<string, Buffer> {
    const [before, start] = [this.tree(lesson, "before"), this.tree(lesson, "start")];
    const wanted = new Map(files);
    for (const { path, kind } of lesson.files) {
      if (kind === "gone") wanted.delete(path);
      else if (kind !== "type") wanted.set(path, Buffer.from(start.get(path) ?? ""));
      else if (!files.has(path)) {
        const text = before.get(path) ?? this.#skeleton(lesson, path);
        if (text !== null) wanted.set(path, Buffer.from(text));
      }
    }
    return wanted;
  }

  /** The files of one who begins here: the course's own up to this lesson. */
  beginAfresh(lesson: Lesson): Map<string, Buffer> {
    return this.begin(lesson, toFiles(this.tree(lesson, "before")));
  }

  #skeleton(lesson: Lesson, path: string): string | null {
    return skeletonOf(this.tree(lesson, "after").get(path) ?? "", lesson.id);
  }
}

export function toFiles(tree: Tree): Map<string, Buffer> {
  return new Map([...tree].map(([path, text]) => [path, Buffer.from(text)]));
}

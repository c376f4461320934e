/** What a lesson says of itself before its text: time, promises, files, tests. From the head of its page. */
import type { Element, ElementContent } from "hast";
import { type Kind, type Lesson, writtenPath } from "../../scripts/lessons/course.ts";
import { besideLesson } from "../see/in-lessons.ts";
import { h } from "./html.ts";
import type { Lang } from "./pages.ts";
import type { Words } from "./words.ts";

export interface LessonLinks {
  /** A file of the learner's tree, or with a slash in front one of the repository; null when the site has not got it. */
  readonly file: (path: string) => string | null;
  readonly chapter: string | null;
  /** What there is to try or to see: in the language of the lesson, or in English. */
  readonly tool: (out: string) => { readonly href: string; readonly title: string; readonly lang: Lang };
}

export function lessonHead(lesson: Lesson, words: Words, to: LessonLinks): Element {
  const beside = besideLesson(lesson.day, lesson.name).linked.map(to.tool);
  const names = (kind: Kind) =>
    lesson.entries
      .filter((entry) => entry.kind === kind)
      .flatMap(({ path, written }) => [
        " ",
        named(writtenPath(path) === "" ? written : written, to.file(path)),
      ]);
  const row = (word: string, content: readonly (ElementContent | string)[]) =>
    content.length === 0 ? [] : [h("dt", {}, word), h("dd", {}, ...content)];
  const promises = lesson.invariants.flatMap((id) => [
    " ",
    named(id, to.chapter === null ? null : `${to.chapter}#goals`),
  ]);
  const tests = lesson.tests.flatMap(({ file, only }) => [
    " ",
    named(file, to.file(`/tests/${file}`)),
    ...(only === null ? [] : [` “${only}”`]),
  ]);
  const rows = [
    ...row(
      words.beside,
      beside.flatMap(({ href, title, lang }, index) => [
        index === 0 ? "" : " · ",
        h("a", lang === words.lang ? { href } : { href, lang }, title),
      ]),
    ),
    ...row(words.promises, promises),
    ...row(words.type, names("type")),
    ...row(words.read, names("read")),
    ...row(words.given, names("given")),
    ...row(words.gone, names("gone")),
    ...row(words.starts, lesson.program === null ? [] : [named(lesson.program, null)]),
    ...row(words.greenAfter, tests),
  ];
  // Folded: a lesson of armour has a hundred tests.
  const summary = h("summary", {}, h("b", {}, lesson.id), ` · ${words.minutes(lesson.minutes)}`);
  const isShort = lesson.tests.length + lesson.entries.length < 16;
  return h(
    "div",
    { className: ["lesson-head"] },
    h("details", isShort ? { open: true } : {}, summary, h("dl", {}, ...rows)),
    h("section", { id: "live", hidden: true, ariaLabel: words.greenAfter }),
  );
}

function named(text: string, href: string | null): Element {
  const code = h("code", {}, text);
  return href === null ? code : h("a", { href }, code);
}

/** What a lesson says of itself before its text: time, promises, files, tests. From the head of its page. */
import type { Element, ElementContent } from "hast";
import { type Kind, type Lesson, writtenPath } from "../../scripts/lessons/course.ts";
import { h } from "./html.ts";
import type { Words } from "./words.ts";

export function lessonHead(
  lesson: Lesson,
  words: Words,
  linkTo: (path: string) => string | null,
  chapter: string | null,
): Element {
  const names = (kind: Kind) =>
    lesson.entries
      .filter((entry) => entry.kind === kind)
      .flatMap(({ path, written }) => [
        " ",
        named(writtenPath(path) === "" ? written : written, linkTo(path)),
      ]);
  const row = (word: string, content: readonly (ElementContent | string)[]) =>
    content.length === 0 ? [] : [h("dt", {}, word), h("dd", {}, ...content)];
  const promises = lesson.invariants.flatMap((id) => [
    " ",
    named(id, chapter === null ? null : `${chapter}#goals`),
  ]);
  const tests = lesson.tests.flatMap(({ file, only }) => [
    " ",
    named(file, linkTo(`/tests/${file}`)),
    ...(only === null ? [] : [` “${only}”`]),
  ]);
  const rows = [
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

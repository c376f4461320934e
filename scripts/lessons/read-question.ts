/**
 * readQuestion: the section "Question" of a lesson page: a sentence, a program, choices, and an answer to each.
 * Called by read-page.ts. Which choice is right is not written anywhere: the program is run.
 */
import type { List, ListItem, PhrasingContent } from "mdast";
import { type Choice, LessonError, type Question } from "./lesson.ts";
import { type CodePart, type PagePart, type ProsePart, textOf } from "./page-parts.ts";

const FORM =
  "a sentence, ```ts predict with a program, a list of `choices`, and below <details> a list `choice`: why";

/** Null when the page has no such section. Errors: LessonError. */
export function readQuestion(page: string, parts: readonly PagePart[]): Question | null {
  const from = parts.findIndex((part) => part.kind === "heading" && part.text === "Question");
  const start = parts[from];
  if (start === undefined) return null;
  const to = parts.findIndex((part, index) => index > from && part.kind === "heading");
  const section = parts.slice(from + 1, to < 0 ? undefined : to);
  const at = section.findIndex((part) => part.kind === "code" && part.meta === "predict");
  const program = section[at] as CodePart | undefined;
  const prose = (part: PagePart): part is ProsePart => part.kind === "prose";
  if (program === undefined) throw new LessonError(page, start.line, `the question has no program: ${FORM}`);
  const text = section
    .slice(0, at)
    .filter(prose)
    .map((part) => textOf(part.node))
    .join(" ");
  if (text === "") throw new LessonError(page, start.line, `the question asks nothing: ${FORM}`);
  const lists = section
    .slice(at)
    .filter(prose)
    .filter((part) => part.node.type === "list");
  const [choices, answers] = lists;
  if (choices === undefined || answers === undefined)
    throw new LessonError(page, program.line, `the question lacks choices or answers: ${FORM}`);
  const offered = items(choices).map((item) => readItem(page, item).text);
  const told = items(answers).map((item) => readItem(page, item));
  for (const one of offered) {
    const why = told.filter((answer) => answer.text === one);
    if (why.length !== 1 || why[0]?.why === "")
      throw new LessonError(page, answers.line, `the answers must say once why \`${one}\` is right or wrong`);
    if (offered.indexOf(one) !== offered.lastIndexOf(one))
      throw new LessonError(page, choices.line, `the choice \`${one}\` is offered twice`);
  }
  for (const { text: one } of told)
    if (!offered.includes(one))
      throw new LessonError(page, answers.line, `the answers speak of \`${one}\`, which is no choice`);
  if (offered.length < 2) throw new LessonError(page, choices.line, "one choice alone is no question");
  return { text, program: `${program.lines.join("\n")}\n`, line: program.line, choices: told };
}

function items(part: ProsePart): readonly ListItem[] {
  return (part.node as List).children;
}

/** "`choice`: why", or "`choice`" alone. */
function readItem(page: string, item: ListItem): Choice {
  const [first, ...rest] = item.children;
  const content: readonly PhrasingContent[] = first?.type === "paragraph" ? first.children : [];
  const [code, ...words] = content;
  if (code?.type !== "inlineCode")
    throw new LessonError(page, item.position?.start.line ?? 1, `a choice begins with a code span: ${FORM}`);
  const why = [...words, ...rest]
    .map(textOf)
    .join("")
    .replace(/^\s*:\s*/, "")
    .trim();
  return { text: code.value, why: why.replace(/\s+/g, " ") };
}

/**
 * build: the whole site as static files below site/.build. Called by main.ts. Each page is rendered once; what has not
 * changed is not written again. A link that leads nowhere is plain text, and is told: `docs:check` finds it, too.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Lesson, readLessons, treeAfter, writtenPath } from "../../scripts/lessons/course.ts";
import { besideLesson } from "../see/in-lessons.ts";
import { writeAssets } from "./assets.ts";
import { codeSite, filePage } from "./code-pages.ts";
import { DIFFS, DIFFS_TITLE, diffPages } from "./diff-pages.ts";
import { FileTypes } from "./file-types.ts";
import { Highlighter } from "./highlight.ts";
import { layout } from "./layout.ts";
import { filesAfter, lessonCode, type Shown } from "./lesson-code.ts";
import { lessonHead } from "./lesson-head.ts";
import { Links } from "./links.ts";
import { neighbours, onThisPage, sidebar, type Tool } from "./navigation.ts";
import { Output } from "./output.ts";
import { findPages, type Lang, type Page, relativeUrl } from "./pages.ts";
import { requestLibrary } from "./playground-page.ts";
import { isPrinted, PRINT, printPage } from "./print-page.ts";
import { type Rendered, renderPage } from "./render-page.ts";
import { searchIndex } from "./search-index.ts";
import { Tools } from "./tool-pages.ts";
import type { Asked, Found } from "./types.ts";
import { typesApart } from "./types-apart.ts";
import { wordsOf } from "./words.ts";

export interface Built {
  readonly pages: number;
  readonly files: number;
  readonly changed: number;
  readonly ms: number;
  /** "SOURCE: URL" of links that lead nowhere. */
  readonly dead: readonly string[];
}

export interface BuildOptions {
  readonly root: string;
  readonly out: string;
  readonly cache: string;
}

/** What every page is made with. */
interface CourseParts {
  readonly root: string;
  readonly lessons: readonly Lesson[];
  readonly highlighter: Highlighter;
  readonly links: Links;
  readonly tools: Tools;
  /** By lesson, then by path. */
  readonly types: ReadonlyMap<string, ReadonlyMap<string, FileTypes>>;
}

/** A page that is ready for its frame. */
interface Body {
  readonly out: string;
  readonly title: string;
  readonly html: string;
  readonly program?: string;
}

export async function build({ root, out, cache }: BuildOptions): Promise<Built> {
  const begun = performance.now();
  const lessons = readLessons(root);
  const asked = askedOf(root, lessons);
  const found = typesApart(root, join(cache, "types.json"), asked);
  // Waited for below; without this, one that fails before would end the process.
  found.catch(() => {});
  const highlighter = await Highlighter.open(join(cache, "colours.json"));
  const pages = findPages(root);
  const code = codeSite(root, highlighter);
  const places = new Map(code.places);
  for (const name of ["layers.svg", "cpu-profile-small.svg"])
    places.set(`docs/images/${name}`, `images/${name}`);
  const links = new Links(pages, places);
  const output = new Output(out);
  const tools = await Tools.make({
    root,
    linkTo(path, lang, line) {
      const place = places.get(path);
      if (place === undefined) return null;
      return `${lang === "zh" ? "../../" : "../"}${place}${line === null ? "" : `#L${line}`}`;
    },
  });

  const inSidebar = [...tools.pages, { out: DIFFS, title: DIFFS_TITLE, lang: "en", twin: null } as const];
  const frame = (page: Body & { lang: Lang }) => ({
    ...page,
    main: page.html,
    ...around(pages, inSidebar, page.out, page.lang),
  });
  let bodies = 0;
  const writeBody = (body: Body) => {
    bodies += 1;
    const alone = { toc: null, neighbours: null, twin: null, lesson: "" };
    output.write(body.out, layout({ ...frame({ ...body, lang: "en" }), ...alone }));
  };
  // What shows no types comes first: the compiler is at work.
  for (const page of tools.pages)
    output.write(
      page.out,
      layout({ ...frame(page), toc: null, neighbours: null, twin: page.twin, lesson: "" }),
    );
  for (const page of code.pages) writeBody({ ...page, html: page.html() });
  for (const page of diffPages(code, highlighter)) writeBody(page);
  for (const lesson of lessons)
    for (const page of treePages(root, lessons, lesson, highlighter)) writeBody(page);
  const untyped: CourseParts = { root, lessons, highlighter, links, tools, types: new Map() };
  writeBody(paper(untyped, pages));

  const course: CourseParts = { ...untyped, types: typesOf(asked, await found) };
  const rendered = new Map(pages.map((page) => [page, render(course, page)]));
  for (const [page, { html, headings }] of rendered) {
    const words = wordsOf(page.lang);
    const twin = twinOf(pages, page);
    const extra = {
      toc: onThisPage(headings),
      neighbours: neighbours(pages, page, words),
      twin,
      lesson: page.lesson,
    };
    output.write(page.out, layout({ ...frame({ ...page, html }), ...extra }));
  }
  for (const lang of ["en", "zh"] as const) {
    const own = [...rendered].filter(([page]) => page.lang === lang);
    const indexed = own.map(([page, { sections }]) => ({ page, sections }));
    output.write(`assets/search-${lang}.json`, searchIndex(indexed, code));
  }
  for (const [source, place] of places)
    if (source.startsWith("docs/images/")) output.write(place, readFileSync(join(root, source)));
  output.write("assets/requests.json", requestLibrary());
  output.write("assets/places.json", JSON.stringify(Object.fromEntries(code.places)));
  writeAssets(join(root, "site"), output, highlighter.css());
  output.sweep();
  highlighter.save();
  const { files, changed } = output;
  return {
    pages: pages.length + tools.pages.length + bodies,
    files,
    changed,
    dead: links.dead,
    ms: performance.now() - begun,
  };
}

/** The contents at the side, in the language of the page. */
function around(pages: readonly Page[], tools: readonly Tool[], out: string, lang: Lang) {
  const ownTools = tools.filter((tool) => tool.lang === lang || (tool.lang === "en" && tool.twin === null));
  // What is not translated is there in English.
  const own = pages.filter(
    (page) => page.lang === lang || (page.lang === "en" && twinOf(pages, page) === null),
  );
  return { sidebar: sidebar(own, ownTools, out, wordsOf(lang)) };
}

function render({ root, lessons, highlighter, links, tools, types }: CourseParts, page: Page): Rendered {
  const text = readFileSync(join(root, page.source), "utf8");
  const lesson = lessons.find(({ id }) => id === page.lesson) ?? null;
  const stageLink = (path: string) => {
    const place = path.startsWith("/") ? path.slice(1) : `day${page.day}/${path.replace(/\/$/, "")}`;
    const found = links.placeOf(place);
    return found === null ? null : relativeUrl(page.out, found);
  };
  const own = new Set(
    lesson?.files.filter(({ kind }) => kind === "type" || kind === "read").map(({ path }) => path),
  );
  const treeLink = (path: string) =>
    lesson !== null && own.has(path) ? relativeUrl(page.out, treePlace(lesson, path)) : stageLink(path);
  const chapter = links.placeOf(`docs/day${page.day}`);
  const toChapter = chapter === null ? null : relativeUrl(page.out, chapter);
  const toTool = (place: string) => {
    const [out = "", part] = place.split("#");
    const tool = tools.find(out, page.lang);
    return { ...tool, href: relativeUrl(page.out, tool.out) + (part === undefined ? "" : `#${part}`) };
  };
  const shownHere = lesson === null ? [] : besideLesson(lesson.day, lesson.name).shown;
  const head =
    lesson === null
      ? null
      : lessonHead(lesson, wordsOf(page.lang), { file: treeLink, chapter: toChapter, tool: toTool });
  const shown: ReadonlyMap<number, Shown> = lesson === null ? new Map() : lessonCode(root, lessons, lesson);
  return renderPage({
    page,
    text,
    highlighter,
    links,
    lesson,
    shown,
    types: types.get(lesson?.id ?? "") ?? new Map(),
    treeLink: lesson === null ? () => null : treeLink,
    head,
    pictures: shownHere.map((out) => ({ ...toTool(out), html: tools.figure(out, page.lang) })),
  });
}

/** The files that lessons show, each in its tree. */
function askedOf(root: string, lessons: readonly Lesson[]): Asked[] {
  return lessons.map((lesson) => ({
    id: lesson.id,
    tree: treeAfter(root, lessons, lesson),
    paths: [...filesAfter(root, lessons, lesson).keys()].filter((path) => path.endsWith(".ts")),
  }));
}

function typesOf(asked: readonly Asked[], found: Found): CourseParts["types"] {
  return new Map(
    asked.map(({ id, tree, paths }) => {
      const files = paths.map((path): [string, FileTypes] => {
        return [path, new FileTypes(tree.get(path) ?? "", found.get(`${id} ${path}`) ?? new Map())];
      });
      return [id, new Map(files)];
    }),
  );
}

const treePlace = (lesson: Lesson, path: string) => `code/lesson-${lesson.id}/${path}.html`;

/** The files of a lesson as they are when it is done. */
function treePages(
  root: string,
  lessons: readonly Lesson[],
  lesson: Lesson,
  highlighter: Highlighter,
): Body[] {
  return [...filesAfter(root, lessons, lesson)].map(([path, text]) => ({
    out: treePlace(lesson, path),
    title: `${writtenPath(path)} after ${lesson.id}`,
    html: filePage(`work/${path}`, text, `after lesson ${lesson.id}, ${lesson.title}`, highlighter, true),
  }));
}

/** `course`: without types, since one cannot point at paper. */
function paper(course: CourseParts, pages: readonly Page[]): Body {
  const printed = pages.filter(isPrinted).map((page) => {
    const here = { ...page, out: PRINT };
    return { page, html: render(course, here).html };
  });
  return { out: PRINT, title: "The whole course", html: printPage(printed) };
}

function twinOf(pages: readonly Page[], page: Page): string | null {
  const other =
    page.lang === "en"
      ? page.source.replace(/^docs\//, "docs/zh/")
      : page.source.replace("docs/zh/", "docs/");
  return other === page.source ? null : (pages.find(({ source }) => source === other)?.out ?? null);
}

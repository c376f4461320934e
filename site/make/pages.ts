/**
 * Which pages the site has: every Markdown page that a reader is led to, its place on the site, and their order.
 * Called by build.ts. It reads titles, and no more.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { withoutHead } from "../../scripts/docs/page.ts";
import { nameOf } from "../../scripts/lessons/read-page.ts";

export type Lang = "en" | "zh";

export interface Page {
  /** Below the repository: "docs/day1/02-frames.md". */
  readonly source: string;
  /** Below the site: "day1/02-frames.html". */
  readonly out: string;
  readonly kind: "front" | "chapter" | "lesson" | "given" | "exercise" | "reference" | "more";
  readonly day: number | null;
  readonly lang: Lang;
  /** As the page has it, with its code spans as plain text. */
  readonly title: string;
  /** "1.2" for a lesson, else "". */
  readonly lesson: string;
}

const REFERENCE_FIRST = ["http1", "answers", "lifecycle", "limits", "services", "architecture", "deploy"];
const DAYS = [1, 2, 3, 4, 5];

/** Where the name of the project alone would say too little. */
const TITLES: Readonly<Record<string, string>> = {
  "README.md": "About ray",
  "docs/package.md": "ray as a package",
};

/** In the order in which one reads them: previous and next follow it. */
export function findPages(root: string): Page[] {
  const english = [
    "docs/README.md",
    ...DAYS.flatMap((day) => dayPages(root, "docs", day)),
    ...referencePages(root),
    ...morePages(root),
    ...["README.md", "CONTRIBUTING.md", "AGENTS.md"],
    ...DAYS.map((day) => `day${day}/README.md`),
  ].filter((source) => existsSync(join(root, source)));
  const chinese = ["docs/zh/README.md", ...DAYS.flatMap((day) => dayPages(root, "docs/zh", day))].filter(
    (source) => existsSync(join(root, source)),
  );
  return [...english, ...chinese].map((source) => describe(root, source));
}

function dayPages(root: string, docs: string, day: number): string[] {
  const folder = `${docs}/day${day}`;
  const names = existsSync(join(root, folder)) ? readdirSync(join(root, folder)).sort() : [];
  const lessons = names.filter((name) => /^\d\d-/.test(name)).map((name) => `${folder}/${name}`);
  const hasChapter = names.includes("README.md");
  const chapter = hasChapter ? `${folder}/README.md` : `${docs}/day${day}.md`;
  const given = names.includes("given.md") ? [`${folder}/given.md`] : [];
  return [chapter, ...lessons, ...given, ...(docs === "docs" ? exercisePages(root, day) : [])];
}

function exercisePages(root: string, day: number): string[] {
  const folder = join(root, "exercises", `day${day}`);
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return names.map((name) => `exercises/day${day}/${name}/README.md`);
}

function referencePages(root: string): string[] {
  const names = readdirSync(join(root, "docs/reference")).filter((name) => name.endsWith(".md"));
  const rank = (name: string) => (REFERENCE_FIRST.indexOf(name.slice(0, -3)) + 1 || 99) - 1;
  return names.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)).map((name) => `docs/reference/${name}`);
}

/** What lies beside the days, such as the figures. */
function morePages(root: string): string[] {
  const names = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
  return names.filter((name) => name !== "README.md" && !/^day\d/.test(name)).map((name) => `docs/${name}`);
}

function describe(root: string, source: string): Page {
  const lang: Lang = source.startsWith("docs/zh/") ? "zh" : "en";
  const plain = source.replace("docs/zh/", "docs/");
  const day = Number(/^(?:docs|exercises)\/day(\d)/.exec(plain)?.[1] ?? 0) || null;
  const named = nameOf(plain);
  const text = withoutHead(readFileSync(join(root, source), "utf8"));
  const title = TITLES[source] ?? (/^# (.+)$/m.exec(text)?.[1] ?? plain).replace(/[`*]/g, "");
  const lesson = named === null ? "" : `${named.day}.${named.number}`;
  return { source, out: outOf(source), kind: kindOf(plain, lesson), day, lang, title, lesson };
}

function kindOf(source: string, lesson: string): Page["kind"] {
  if (source === "docs/README.md") return "front";
  if (lesson !== "") return "lesson";
  if (source.endsWith("/given.md")) return "given";
  if (source.startsWith("exercises/")) return "exercise";
  if (/^docs\/day\d/.test(source)) return "chapter";
  return source.startsWith("docs/reference/") ? "reference" : "more";
}

/** Where the page of a source stands on the site. */
export function outOf(source: string): string {
  const plain = source.replace(/^docs\//, "");
  const chapter = /^(zh\/)?day(\d)\.md$/.exec(plain);
  if (chapter !== null && source.startsWith("docs/")) return `${chapter[1] ?? ""}day${chapter[2]}/index.html`;
  if (source === "README.md") return "about.html";
  if (/^exercises\//.test(source)) return source.replace(/\/README\.md$/, ".html");
  if (/^day\d\/README\.md$/.test(source)) return `stages/${source.slice(0, 4)}.html`;
  return plain.replace(/README\.md$/, "index.html").replace(/\.md$/, ".html");
}

/** A link from one place of the site to another: relative, so that the site may stand below any path. */
export function relativeUrl(from: string, to: string): string {
  const depth = from.split("/").length - 1;
  return `${"../".repeat(depth)}${to}` || "index.html";
}

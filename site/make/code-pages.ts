/**
 * The course's own code as pages: each file of each stage once for every version that it has, with the days that have
 * it, and the folders as lists. Called by build.ts. Tests and what lies around the stages is shown as it is, too.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { toHtml } from "hast-util-to-html";
import { DiffView } from "./diff-view.ts";
import { type Highlighter, spansOf } from "./highlight.ts";
import { h, html, Safe } from "./html.ts";
import { relativeUrl } from "./pages.ts";
import { wordsOf } from "./words.ts";

export interface CodePage {
  readonly out: string;
  readonly title: string;
  readonly html: () => string;
}

/** One text of a file, and the days that have it. */
export interface Version {
  readonly text: string;
  readonly days: readonly number[];
}

export interface CodeSite {
  /** Path in the repository → place on the site. */
  readonly places: ReadonlyMap<string, string>;
  readonly pages: readonly CodePage[];
  /** "src/net/conn.ts" → its versions, in order of days. */
  readonly versions: ReadonlyMap<string, readonly Version[]>;
}

const DAYS = [1, 2, 3, 4, 5];
/** Shown as they lie on disk, with the stages. */
const OTHERS = ["tests", "deploy", "bench", "scripts", "exercises"];
/** Compared with its twin of another day, so it has pages of differences. */
const STAGE_FOLDERS = ["src", "examples", "parts"];

export function codeSite(root: string, highlighter: Highlighter): CodeSite {
  const places = new Map<string, string>();
  const pages: CodePage[] = [];
  const versions = new Map<string, Version[]>();
  for (const day of DAYS) {
    for (const path of filesBelow(root, `day${day}`)) {
      const [, folder = "", inside = ""] = /^day\d\/(\w+)\/(.+)$/.exec(path) ?? [];
      if (!STAGE_FOLDERS.includes(folder)) continue;
      const text = readFileSync(join(root, path), "utf8");
      const known = versions.get(`${folder}/${inside}`) ?? [];
      const same = known.find((version) => version.text === text && version.days.includes(day - 1));
      if (same !== undefined) (same.days as number[]).push(day);
      else known.push({ text, days: [day] });
      versions.set(`${folder}/${inside}`, known);
      places.set(path, `code/day${same?.days[0] ?? day}/${folder}/${inside}.html`);
    }
  }
  for (const [path, known] of versions)
    for (const version of known) pages.push(versionPage(path, version, known, highlighter));
  for (const path of OTHERS.flatMap((folder) => filesBelow(root, folder)).filter(isShown)) {
    const out = `code/${path}.html`;
    places.set(path, out);
    pages.push({
      out,
      title: path,
      html: () =>
        filePage(path, readFileSync(join(root, path), "utf8"), "", highlighter, !path.startsWith("tests/")),
    });
  }
  for (const name of ["LICENSE", "package.json", "days.json", "tsconfig.json", ".ci/run"]) {
    const out = `code/${name.replace(/^\./, "")}.html`;
    places.set(name, out);
    pages.push({
      out,
      title: name,
      html: () => filePage(name, readFileSync(join(root, name), "utf8"), "", highlighter, true),
    });
  }
  pages.push(...folderPages(places));
  return { places, pages, versions };
}

function versionPage(
  path: string,
  { text, days }: Version,
  all: readonly Version[],
  highlighter: Highlighter,
): CodePage {
  const first = days[0] ?? 1;
  const out = `code/day${first}/${path}.html`;
  const others = all.filter((one) => one.text !== text);
  const links = others.map(({ days: [day = 1] }) => {
    const [a, b] = day < first ? [day, first] : [first, day];
    return html` · <a href="${relativeUrl(out, DiffView.placeOf(path, a, b))}">day ${a} → day ${b}</a>`;
  });
  const note = html`${wordsOf("en").sameAs(first, days.at(-1) ?? first)}${links}`.text;
  return {
    out,
    title: `day${first}/${path}`,
    html: () => filePage(`day${first}/${path}`, text, note, highlighter, true),
  };
}

/** A file with numbered lines; `#L12` leads to a line. */
export function filePage(
  path: string,
  text: string,
  note: string,
  highlighter: Highlighter,
  inColour: boolean,
): string {
  const ending = path.split(/[/.]/).at(-1) ?? "";
  const lang = ending === "Containerfile" ? "docker" : ending;
  const body = text.replace(/\n$/, "");
  const lines = inColour
    ? highlighter.lines(body, lang)
    : body.split("\n").map((line) => [[0, line] as const]);
  const rows = lines.map((line, index) =>
    toHtml(h("span", { className: ["line"], id: `L${index + 1}`, dataN: index + 1 }, ...spansOf(line), "\n")),
  );
  return html`<h1 class="path"><code>${path}</code></h1>
${note === "" ? "" : html`<p class="note">${new Safe(note)}</p>`}
<figure class="code whole"><figcaption><span>${lines.length} lines</span><button type="button" class="copy">Copy</button></figcaption><pre tabindex="0" role="group" aria-label="${path}"><code>${new Safe(rows.join(""))}</code></pre></figure>`
    .text;
}

function folderPages(places: Map<string, string>): CodePage[] {
  const folders = new Map<string, Map<string, string>>();
  for (const [path, place] of [...places].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const names = path.split("/");
    for (let depth = 1; depth < names.length; depth++) {
      const folder = names.slice(0, depth).join("/");
      const own = folders.get(folder) ?? new Map<string, string>();
      const isFile = depth === names.length - 1;
      own.set(
        names[depth] + (isFile ? "" : "/"),
        isFile ? place : `code/${names.slice(0, depth + 1).join("/")}/index.html`,
      );
      folders.set(folder, own);
    }
  }
  return [...folders].map(([folder, own]) => {
    const out = `code/${folder}/index.html`;
    places.set(folder, out);
    const entries = [...own].sort(
      ([a], [b]) => Number(b.endsWith("/")) - Number(a.endsWith("/")) || (a < b ? -1 : 1),
    );
    const items = entries.map(
      ([name, place]) => html`<li><a href="${relativeUrl(out, place)}"><code>${name}</code></a></li>`,
    );
    return {
      out,
      title: `${folder}/`,
      html: () => html`<h1 class="path"><code>${folder}/</code></h1><ul class="files">${items}</ul>`.text,
    };
  });
}

function isShown(path: string): boolean {
  return (
    /\.(ts|mjs|js|json|html|css|conf|cfg|yaml|service|md|txt)$|Containerfile$/.test(path) &&
    !path.includes("package-lock")
  );
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.name.startsWith(".") || entry.name === "node_modules") return [];
    if (entry.isDirectory()) return filesBelow(root, path);
    return entry.isFile() && statSync(join(root, path)).size < 400_000 ? [path] : [];
  });
}

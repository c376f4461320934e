/**
 * Where a link of a page leads on the site: another page, a file of the course with its code, a folder, or away.
 * Made once for a build by build.ts. A link that leads nowhere is noted.
 */
import { posix } from "node:path";
import { outOf, type Page, relativeUrl } from "./pages.ts";

export class Links {
  /** "SOURCE: URL" of links that lead nowhere. */
  readonly dead: string[] = [];
  /** Source → place on the site, of pages. */
  readonly #pages: ReadonlyMap<string, string>;
  /** Path in the repository → place on the site, of code and of folders. */
  readonly #files: ReadonlyMap<string, string>;

  constructor(pages: readonly Page[], files: ReadonlyMap<string, string>) {
    this.#pages = new Map(pages.map(({ source, out }) => [source, out]));
    this.#files = files;
  }

  /** The address of a link in `source`, as it stands on the page `out`; null when it leads nowhere. */
  resolve(source: string, out: string, url: string): string | null {
    if (/^[a-z][a-z0-9+.-]*:/i.test(url) || url.startsWith("#")) return url;
    const [path = "", anchor] = url.split("#", 2);
    const plain = decodeURI(path);
    const target = plain.startsWith("/") ? plain.slice(1) : posix.join(posix.dirname(source), plain);
    // What is not translated yet is there in English.
    const plainTarget = target.replace(/\/$/, "");
    const place = this.placeOf(plainTarget) ?? this.placeOf(plainTarget.replace(/^docs\/zh(\/|$)/, "docs$1"));
    if (place === null) {
      this.dead.push(`${source}: ${url}`);
      return null;
    }
    return relativeUrl(out, place) + (anchor === undefined ? "" : `#${anchor}`);
  }

  /** Of something in the repository; null when the site has not got it. */
  placeOf(path: string): string | null {
    const page = this.#pages.get(path) ?? this.#pages.get(`${path}/README.md`);
    const file = this.#files.get(path);
    // A folder of the course is its list of files, and its half page of words where it has no other.
    if (file !== undefined) return file;
    if (page !== undefined) return page;
    // docs/day1.md only leads on.
    const stub = /^docs\/(?:zh\/)?day\d\.md$/.test(path) ? outOf(path) : null;
    return stub !== null && [...this.#pages.values()].includes(stub) ? stub : null;
  }
}

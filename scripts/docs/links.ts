/**
 * Links must lead somewhere: files exist, anchors are headings, web addresses parse. Nothing is fetched.
 * Called by docs-check.ts for each page.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix, relative, resolve } from "node:path";
import { type Page, type Problem, readPage } from "./page.ts";

export function checkLinks(root: string, page: Page): Problem[] {
  const problems: Problem[] = [];
  const complain = (line: number, message: string) => problems.push({ page: page.path, line, message });
  for (const { url, line } of page.links) {
    const complaint = checkLink(root, page, url);
    if (complaint !== undefined) complain(line, complaint);
  }
  for (const { url, line } of page.undefinedReferences) {
    complain(line, `[…][${url}] has no definition: add a line \`[${url}]: …\``);
  }
  return problems;
}

function checkLink(root: string, page: Page, url: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(url)) return checkAbsolute(url);
  const [path = "", anchor] = url.split("#", 2);
  if (path === "") return checkAnchor(page.path, page.anchors, anchor ?? "");
  const decoded = decode(path.split("?")[0] ?? "");
  if (decoded === undefined) return `the link ${url} is not encoded properly`;
  // As on GitHub, a path that begins with a slash counts from the root of the repository.
  const file = decoded.startsWith("/") ? join(root, decoded) : resolve(root, dirname(page.path), decoded);
  const shown = relative(root, file).replaceAll("\\", "/");
  if (shown.startsWith("..")) return `the link ${url} leaves the repository`;
  if (!existsSync(file)) return `the link ${url} is dead: there is no ${shown}`;
  if (anchor === undefined) return undefined;
  const target = statSync(file).isDirectory() ? posix.join(shown, "README.md") : shown;
  if (!existsSync(join(root, target))) return `the link ${url} has an anchor, but there is no ${target}`;
  if (target.endsWith(".md")) return checkAnchor(target, readPage(root, target).anchors, anchor);
  return checkLineAnchor(join(root, target), shown, anchor);
}

function checkAbsolute(url: string): string | undefined {
  if (!URL.canParse(url)) return `the address ${url} does not parse`;
  const { protocol } = new URL(url);
  if (["http:", "https:", "mailto:"].includes(protocol)) return undefined;
  return `the address ${url} begins with ${protocol}, which no reader can follow`;
}

function checkAnchor(path: string, anchors: Set<string>, anchor: string): string | undefined {
  const wanted = decode(anchor) ?? anchor;
  if (wanted === "" || anchors.has(wanted)) return undefined;
  const alike = [...anchors].filter((name) => name.includes(wanted) || wanted.includes(name));
  const hint = alike.length > 0 ? ` (is it #${alike.join(", or #")}?)` : "";
  return `the anchor #${wanted} is dead: no heading of ${path} has that name${hint}`;
}

/** `file.ts#L10` and `file.ts#L10-L20` point to lines. */
function checkLineAnchor(file: string, shown: string, anchor: string): string | undefined {
  const [, first, last] = /^L(\d+)(?:-L(\d+))?$/.exec(anchor) ?? [];
  if (first === undefined) return `the anchor #${anchor} means nothing in ${shown}: use #L10 for a line`;
  const count = readFileSync(file, "utf8").trimEnd().split("\n").length;
  if (Number(last ?? first) <= count) return undefined;
  return `the anchor #${anchor} is beyond the end of ${shown}, which has ${count} lines`;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

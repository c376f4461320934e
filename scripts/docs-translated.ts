/**
 * `npm run docs:translated -- PAGE …`: says that a page below docs/zh is up to date. Writes into its head which page
 * it stands for, and the hash of that page's words; from then on docs:check tells when those have changed.
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "./days/command.ts";
import { CourseError } from "./days/course-error.ts";
import { isTranslation, originalOf, stamped } from "./docs/translation.ts";

const allPages = (root: string) =>
  (readdirSync(join(root, "docs/zh"), { recursive: true }) as string[])
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/zh/${name.replaceAll("\\", "/")}`)
    .sort();

runCommand({
  usage: "Usage: npm run docs:translated -- [--root DIR] PAGE … (below docs/zh), or --all",
  flags: ["all"],
  run({ root, words, flags }) {
    const pages = flags.has("all") ? allPages(root) : words;
    if (pages.length === 0) throw new CourseError("Which page is up to date?", 2);
    for (const page of pages) {
      if (!isTranslation(page)) throw new CourseError(`${page} is not below docs/zh.`, 2);
      for (const path of [page, originalOf(page)]) {
        if (!existsSync(join(root, path))) throw new CourseError(`There is no ${path}.`, 2);
      }
    }
    const lines = pages.flatMap((page) => {
      const old = readFileSync(join(root, page), "utf8");
      const text = stamped(page, old, readFileSync(join(root, originalOf(page)), "utf8"));
      if (text === old) return [];
      writeFileSync(join(root, page), text);
      return [`${page} is up to date with ${originalOf(page)} now`];
    });
    return { lines: lines.length > 0 ? lines : ["nothing to write: all of them were up to date"], ok: true };
  },
});

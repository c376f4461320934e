/** The command line of `npm run docs:check`. Called by docs-check.ts only. */
import { existsSync, readdirSync, realpathSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

export const usage = `npm run docs:check -- [options]

  --page FILE   only this page (repeatable), e.g. docs/day2.md
  --no-run      do not run the commands of the transcripts
  --write       correct the line counts in the tables of days, draw the architecture anew, and copy the
                code of pages into their translations
  --root DIR    the repository to check (this one)
  --help        this text`;

/** A mistake in the command line, told in one line. */
export class UsageError extends Error {}

export interface Options {
  root: string;
  pages: string[];
  run: boolean;
  write: boolean;
}

/** Returns "help" when that is what was asked for. Throws UsageError. */
export function readOptions(args: string[]): Options | "help" {
  const { values } = parse(args);
  if (values.help) return "help";
  const given = values.root ?? fileURLToPath(new URL("../../", import.meta.url));
  if (!existsSync(given)) throw new UsageError(`--root: there is no ${resolve(given)}`);
  const root = realpathSync(given);
  const pages = values.page.map((page) => {
    const path = relative(root, resolve(root, page)).replaceAll("\\", "/");
    if (!existsSync(join(root, path))) throw new UsageError(`--page: there is no ${path} in ${root}`);
    return path;
  });
  const chosen = pages.length > 0 ? pages : allPages(root);
  if (chosen.length === 0) throw new UsageError(`there is no page to check in ${root}`);
  return { root, pages: chosen, run: !values["no-run"], write: values.write };
}

function parse(args: string[]) {
  try {
    const flag = { type: "boolean", default: false } as const;
    const page = { type: "string", multiple: true, default: [] as string[] } as const;
    return parseArgs({
      args,
      options: { page, "no-run": flag, write: flag, root: { type: "string" }, help: flag },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split(/\. |\n/)[0]}\n\n${usage}`);
  }
}

/** README.md, CONTRIBUTING.md, docs/**\/*.md, dayN/README.md: those that exist. */
function allPages(root: string): string[] {
  const docs = existsSync(join(root, "docs"))
    ? (readdirSync(join(root, "docs"), { recursive: true }) as string[])
    : [];
  const inDocs = docs
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file.replaceAll("\\", "/")}`);
  const days = [1, 2, 3, 4, 5].map((day) => `day${day}/README.md`);
  return ["README.md", "CONTRIBUTING.md", ...inDocs.sort(), ...days].filter((page) =>
    existsSync(join(root, page)),
  );
}

/**
 * layPart: the src behind a part of a day, in a folder of its own, so that it is tested as a learner has it then. Called
 * for `npm test -- --part NAME`. The folder goes when the process ends.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadManifest } from "../days/manifest.ts";
import { laterTests, readPart } from "../days/part-tree.ts";
import { readTree } from "../days/tree.ts";

export interface LaidPart {
  readonly day: number;
  /** The src folder. */
  readonly impl: string;
  /** Test files of the day that hold from a later part on. */
  readonly leftOut: readonly string[];
}

/** Errors: CourseError when days.json cannot be read. Null when no day has a part of that name. */
export function layPart(root: string, name: string): LaidPart | null {
  for (const day of loadManifest(root)) {
    const part = day.parts.find((each) => each.name === name);
    if (part === undefined) continue;
    const folder = realpathSync(mkdtempSync(join(tmpdir(), `ray-part-${name}-`)));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    // Without it Node takes the files for CommonJS.
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
    const impl = join(folder, "src");
    for (const [path, content] of readPart(root, day, part, readTree(root, day.number))) {
      mkdirSync(dirname(join(impl, path)), { recursive: true });
      writeFileSync(join(impl, path), content);
    }
    return { day: day.number, impl, leftOut: laterTests(day, part) };
  }
  return null;
}

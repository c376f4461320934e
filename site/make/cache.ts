/**
 * What a build keeps for the next one, as JSON in site/.cache. It saves time and is nothing else: what cannot be read,
 * since a build was cut off or two ran at once, counts as nothing kept. Used by highlight.ts and types.ts.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Null where there is nothing, or where it is of another form. `form` grows when what is kept changes its form. */
export function readKept<Kept>(file: string, form: number): Kept | null {
  try {
    const read: unknown = JSON.parse(readFileSync(file, "utf8"));
    const { form: found, kept } = read as { form?: unknown; kept?: Kept };
    return found === form && kept !== undefined ? kept : null;
  } catch {
    return null;
  }
}

export function writeKept(file: string, form: number, kept: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  // Under its name it is whole, whoever reads it at this moment.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ form, kept }));
  renameSync(draft, file);
}

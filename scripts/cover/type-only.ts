/**
 * Finds source files that hold nothing but types. Called by coverage.ts.
 * Such a file is never loaded (its imports vanish), so c8 --all would count every line of it as missed,
 * although there is nothing a test could run. What counts is what the transpiler emits.
 */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

interface Esbuild {
  transformSync(code: string, options: object): { code: string };
}

// esbuild through tsx, which brings it: the very transpiler that the tests run under.
const esbuild = createRequire(import.meta.resolve("tsx"))("esbuild") as Esbuild;

/** Does this TypeScript source emit no code at all? Imports that stay for their side effects are code. */
export function isTypeOnly(source: string): boolean {
  const tsconfigRaw = { compilerOptions: { verbatimModuleSyntax: true } };
  return esbuild.transformSync(source, { loader: "ts", tsconfigRaw }).code.trim() === "";
}

/** The type-only files below `root/folder`, relative to `root`, with forward slashes. */
export function typeOnlyFiles(root: string, folder: string): string[] {
  const files = readdirSync(join(root, folder), { recursive: true }) as string[];
  const sources = files.filter((file) => file.endsWith(".ts"));
  const found = sources.filter((file) => isTypeOnly(readFileSync(join(root, folder, file), "utf8")));
  return found.map((file) => `${folder}/${file.replaceAll("\\", "/")}`);
}

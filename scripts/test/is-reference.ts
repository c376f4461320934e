/**
 * isReference: whether a test file looks inside the src under test: it, or a helper that it imports, loads files by
 * their path. Such a test holds for the course's own stages; a learner's src may well be built otherwise.
 * Asked before a learner's copy is tested (options.ts, scripts/lessons), and by the checks of lessons.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";

/** `import { load } from "…/stage.ts"`, or a file below srcDir that is no face. The examples, beside src, are programs. */
const LOOKS_INSIDE =
  /import \{[^}]*\bload\b[^}]*\} from "[^"]*stage\.ts"|\bjoin\(srcDir, "(?!\.\."|[\w-]+\.ts"\))|\$\{srcDir\}\//;

/** `file` is below tests/. */
export function isReference(root: string, file: string): boolean {
  return testSources(root, file).some((text) => LOOKS_INSIDE.test(text));
}

/** The text of a test file and of the helpers below tests/ that it imports, without comments. */
export function testSources(root: string, file: string): string[] {
  const seen = new Set<string>();
  const texts: string[] = [];
  const visit = (path: string): void => {
    const full = join(root, path);
    if (seen.has(path) || path.endsWith("support/stage.ts") || !existsSync(full)) return;
    seen.add(path);
    const text = withoutComments(readFileSync(full, "utf8"));
    texts.push(text);
    for (const [, target = ""] of text.matchAll(
      /^(?:import|export) (?!type )[^;]*?from "(\.[^"]+\.ts)"/gms,
    )) {
      const inner = posix.join(dirname(path), target);
      if (inner.startsWith("tests/")) visit(inner);
    }
  };
  visit(posix.join("tests", file));
  return texts;
}

/** A word in a comment is no use. */
function withoutComments(text: string): string {
  return text.replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, "");
}

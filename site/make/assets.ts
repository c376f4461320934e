/** Styles and programs of the pages: bundled, made small. Called by build.ts. */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { buildSync, transformSync } from "esbuild";
import type { Output } from "./output.ts";

/** Each is a file of its own; what two share is in both, since they are small. */
const PROGRAMS = ["site", "search", "playground", "live", "see", "flame"].map((name) => `browser/${name}.ts`);
/** The router's own nodes, for the page that watches them. */
const OF_THE_COURSE = ["see/trie-walk.ts"];

/** `css` of the colours of code. Returns what stands for their content in addresses. */
export function writeAssets(site: string, output: Output, css: string): void {
  const browser = join(site, "browser");
  const own = readFileSync(join(browser, "style.css"), "utf8");
  output.write("assets/style.css", transformSync(`${own}\n${css}`, { loader: "css", minify: true }).code);
  output.write("assets/icon.svg", readFileSync(join(browser, "icon.svg")));
  const options = { bundle: true, minify: true, target: "es2022", write: false } as const;
  for (const path of [...PROGRAMS, ...OF_THE_COURSE]) {
    const built = buildSync({
      ...options,
      format: "esm",
      external: ["./here.js"],
      entryPoints: [join(site, path)],
    });
    output.write(`assets/${basename(path, ".ts")}.js`, built.outputFiles[0]?.contents ?? "");
  }
  // Before the first line is painted, so no module: a page that is dark must not flash white.
  const theme = buildSync({ ...options, format: "iife", entryPoints: [join(browser, "theme.ts")] });
  output.write("assets/theme.js", theme.outputFiles[0]?.contents ?? "");
  // The server that stands behind `npm run site` answers another one: there is something to do then.
  output.write("assets/here.js", "export const here = false;\n");
}

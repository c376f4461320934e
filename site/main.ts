/**
 * `npm run site`: the course in a browser. Builds what is old and serves it; `build`, `shots`, `pdf` and `measure` do
 * one thing and end. Exit codes: 0 done, 1 it failed, 2 wrong words, 3 something is missing.
 */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const site = dirname(fileURLToPath(import.meta.url));
const usage = `npm run site                 build what is old, and serve it on http://127.0.0.1:4000 (PORT)
npm run site -- build [DIR]  the files for any host: site/.build
npm run site -- shots [DIR]  pictures of the six main pages: site/.shots
npm run site -- pdf [FILE]   the whole course on paper: site/.build/ray.pdf
npm run site -- measure      how soon each kind of page is there, in a slow browser`;

async function main(words: readonly string[]): Promise<number> {
  const [command = "serve", target] = words;
  if (words.length > 2 || !["serve", "build", "shots", "pdf", "measure"].includes(command)) {
    console.error(usage);
    return command === "--help" || command === "help" ? 0 : 2;
  }
  if (!existsSync(join(site, "node_modules", "shiki"))) {
    console.error("The site has packages of its own. Install them once: npm ci --prefix site");
    return 3;
  }
  // Behind the look for the packages, which these load.
  const { buildOld } = await import("./make/build-old.ts");
  const built = await buildOld(site, command === "build" ? target : undefined);
  console.log(built);
  if (command === "build") return 0;
  if (command === "serve") return (await import("./serve/serve.ts")).serve(site);
  const paper = await import("./paper/paper.ts");
  if (command === "measure") return paper.measure(site);
  return command === "shots" ? paper.shots(site, target) : paper.pdf(site, target);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}

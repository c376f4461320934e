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

/** How many words may be said, the command among them. */
const MOST_WORDS: Readonly<Record<string, number>> = { serve: 1, build: 2, shots: 2, pdf: 2, measure: 1 };
/** Those that look at the site through a browser. */
const ON_PAPER: readonly string[] = ["shots", "pdf", "measure"];

async function main(words: readonly string[]): Promise<number> {
  const [command = "serve", target] = words;
  if (command === "--help" || command === "help") {
    console.log(usage);
    return 0;
  }
  const most = MOST_WORDS[command];
  if (most === undefined || words.length > most) {
    const wrong = most === undefined ? `no command "${command}"` : `a word too many: ${words[most]}`;
    console.error(`${wrong}\n${usage}`);
    return 2;
  }
  if (!existsSync(join(site, "node_modules", "shiki"))) {
    console.error("The site has packages of its own. Install them once: npm ci --prefix site");
    return 3;
  }
  // Behind the look for the packages, which all of these load.
  const paper = ON_PAPER.includes(command) ? await import("./paper/paper.ts") : null;
  // A first build takes a minute or two: what is missing for the rest is said before it.
  if (paper?.findChromium() === null) {
    console.error(paper.NO_CHROMIUM);
    return 3;
  }
  const { buildOld, NoSiteError } = await import("./make/build-old.ts");
  try {
    console.log(await buildOld(site, command === "build" ? target : undefined));
  } catch (error) {
    if (!(error instanceof NoSiteError)) throw error;
    console.error(error.message);
    return 2;
  }
  if (command === "build") return 0;
  if (paper === null) return (await import("./serve/serve.ts")).serve(site);
  if (command === "measure") return paper.measure(site);
  return command === "shots" ? paper.shots(site, target) : paper.pdf(site, target);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}

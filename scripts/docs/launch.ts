/**
 * How the commands of a transcript become programs: which executable, which arguments. Called by replay.ts.
 */
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { parseCommandLine } from "./command-line.ts";

export interface Launch {
  command: string;
  args: string[];
}

/**
 * `npm run dayN -- extra`: the script's own command, without npm and a shell between it and a ctrl-c.
 * Throws an Error of one line when package.json has no such script, or one that is not plain `exec node …`.
 */
export function dayLaunch(root: string, words: string[]): Launch {
  const name = words.find((word) => /^day[1-5]$/.test(word)) ?? "";
  const file = join(root, "package.json");
  const scripts = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).scripts : {};
  const script: unknown = scripts?.[name];
  if (typeof script !== "string") throw new Error(`package.json has no script "${name}"`);
  // The shell's own word: with it no shell stays between npm and the program, and signals arrive.
  const [program, ...args] = parseCommandLine(script.replace(/^exec /, "")).words;
  if (program !== "node")
    throw new Error(`the script "${name}" does not begin with node, so it cannot be replayed`);
  // tsx by its address: a page may be checked in a folder that has no node_modules.
  const own = args.map((arg, at) =>
    arg === "tsx" && args[at - 1] === "--import" ? import.meta.resolve("tsx") : arg,
  );
  const dashes = words.indexOf("--");
  return { command: process.execPath, args: [...own, ...(dashes < 0 ? [] : words.slice(dashes + 1))] };
}

/** Any other `npm run …`, silent: npm's own lines belong to no page. */
export function npmLaunch(words: string[], port: number): Launch {
  const args = ["run", "-s", ...words.slice(words[2] === "-s" ? 3 : 2)];
  const ported = args.map((arg, at) =>
    arg === "3000" && args[at - 1] === "--port" ? String(port) : withPort(arg, port),
  );
  // npm itself is a script of Node's; on Windows the command `npm` could only be started through a shell.
  const bundled = join(dirname(process.execPath), "node_modules", "npm", "bin", "npm-cli.js");
  const script = [process.env.npm_execpath, bundled].find(
    (path) => path && /npm-cli\.c?js$/.test(path) && existsSync(path),
  );
  if (script === undefined) return { command: "npm", args: ported };
  return { command: process.execPath, args: [script, ...ported] };
}

/** curl, without the reader's own ~/.curlrc, and without the progress meter that a terminal hides as well. */
export function curlLaunch(words: string[], port: number): Launch {
  const args = words.slice(1).map((word) => withPort(word, port));
  const silent = args.some((arg) => arg === "--silent" || /^-[a-zA-Z]*s/.test(arg));
  return { command: "curl", args: ["-q", ...(silent ? [] : ["-sS"]), ...args] };
}

const withPort = (word: string, port: number) =>
  word.replace(/(localhost|127\.0\.0\.1):3000(?!\d)/g, `$1:${port}`);

/** Puts the page's 3000 back into what a program printed. */
export function hidePort(output: string, port: number): string {
  return output.replace(new RegExp(`(?<!\\d)${port}(?!\\d)`, "g"), "3000");
}

/** A free port of four digits, since a Content-Length that counts the port must be the page's. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 3001 + Math.floor(Math.random() * 6998);
    const server = createServer();
    const free = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => resolve(true));
    });
    await new Promise((resolve) => server.close(resolve));
    if (free) return port;
  }
}

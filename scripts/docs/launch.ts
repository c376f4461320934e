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
  const script = scriptOf(root, name);
  if (script === null) throw new Error(`package.json has no script "${name}"`);
  const launch = nodeLaunch(script, behindDashes(words));
  if (launch === null)
    throw new Error(`the script "${name}" does not begin with node, so it cannot be replayed`);
  return launch;
}

function scriptOf(root: string, name: string): string | null {
  const file = join(root, "package.json");
  const scripts = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).scripts : {};
  const script: unknown = scripts?.[name];
  return typeof script === "string" ? script : null;
}

const behindDashes = (words: string[]) => (words.includes("--") ? words.slice(words.indexOf("--") + 1) : []);

/** A script that is `node …` and nothing else; null for any other. */
function nodeLaunch(script: string, more: string[]): Launch | null {
  // The shell's own word: with it no shell stays between npm and the program, and signals arrive.
  const plain = script.replace(/^exec /, "");
  if (!plain.startsWith("node ") || /[|&;<>()$`]/.test(plain)) return null;
  const [, ...args] = parseCommandLine(plain).words;
  // tsx by its address: a page may be checked in a folder that has no node_modules.
  const own = args.map((arg, at) =>
    arg === "tsx" && args[at - 1] === "--import" ? import.meta.resolve("tsx") : arg,
  );
  return { command: process.execPath, args: [...own, ...more] };
}

/**
 * Any other `npm run …`, silent: npm's own lines belong to no page. What is `node …` alone is started without npm:
 * starting that costs more than most commands do.
 */
export function npmLaunch(root: string, words: string[], port: number): Launch {
  const ported = words.map((arg, at) =>
    arg === "3000" && words[at - 1] === "--port" ? String(port) : withPort(arg, port),
  );
  const rest = ported.slice(words[2] === "-s" ? 3 : 2);
  const script = scriptOf(root, rest[0] ?? "");
  // Without the two dashes npm takes options for its own.
  const direct = rest.length === 1 || rest[1] === "--" ? nodeLaunch(script ?? "", rest.slice(2)) : null;
  return direct ?? throughNpm(["run", "-s", ...rest]);
}

function throughNpm(args: string[]): Launch {
  // npm itself is a script of Node's; on Windows the command `npm` could only be started through a shell.
  const bundled = join(dirname(process.execPath), "node_modules", "npm", "bin", "npm-cli.js");
  const script = [process.env.npm_execpath, bundled].find(
    (path) => path && /npm-cli\.c?js$/.test(path) && existsSync(path),
  );
  if (script === undefined) return { command: "npm", args };
  return { command: process.execPath, args: [script, ...args] };
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

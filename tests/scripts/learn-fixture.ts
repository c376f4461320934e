/**
 * LearnCourse: a course of three lessons over two days in a temporary folder, with stages, pages and tests, for the tests
 * of `npm run learn`. The command is the real one, told to work there by --root.
 */
import { type ChildProcess, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { findImports } from "../../scripts/days/find-imports.ts";
import { readArguments } from "../../scripts/learn/arguments.ts";
import { run } from "../../scripts/learn/commands.ts";
import { Session } from "../../scripts/learn/session.ts";
import { type CliResult, runScript } from "./cli-fixture.ts";

const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));

const LOG = `/** What the server has to say. */\nexport function log(text: string): void {\n  if (process.env.LOUD) console.log(text);\n}\n`;

const ECHO_HEAD = `/** A server that sends back what comes. */
import { type AddressInfo, createServer, type Socket } from "node:net";
import { log } from "./log.ts";

export interface Echo {
  readonly port: number;
  close(): void;
}`;

const ECHO_ANSWER = `
/** What the bytes of a client become. */
export function answer(bytes: Buffer): Buffer {
  return bytes;
}`;

const ECHO_START = `
/** Listens on a free port. */
export function startEcho(): Promise<Echo> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => log("a client broke off"));
    socket.on("data", (bytes) => socket.write(answer(bytes)));
  });
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve({ port: (server.address() as AddressInfo).port, close }));
  });
}`;

export const ECHO = `${ECHO_HEAD}\n${ECHO_ANSWER}\n${ECHO_START}\n`;

export const LINES = `/** Takes lines out of text that comes in pieces. */
export class Lines {
  #rest = "";

  /** The lines that are whole now. */
  push(text: string): string[] {
    const lines = (this.#rest + text).split("\\n");
    this.#rest = lines.pop() ?? "";
    return lines;
  }
}
`;

const LOUD = `/** Makes text loud. */\nexport const loud = (text: string): string => text.toUpperCase();\n`;
const MAIN = `import { Lines } from "../src/index.ts";\n\nconsole.log(new Lines().push("one\\ntwo\\nthr").join(" "));\n`;
const INDEX = `export { startEcho } from "./echo.ts";\n`;
const INDEX_LINES = `${INDEX}export { Lines } from "./lines.ts";\n`;
const INDEX_LOUD = `${INDEX_LINES}export { loud } from "./loud.ts";\n`;

const block = (info: string, text: string) => `\`\`\`${info}\n${text.replace(/\n$/, "")}\n\`\`\`\n`;

interface Parts {
  readonly head: string;
  readonly title: string;
  readonly code: string;
  readonly asks: string;
  readonly question?: string;
  readonly wrong: string;
}

function page({ head, title, code, asks, question = "", wrong }: Parts): string {
  return `---\n${head}---\n# ${title}\n\nOne idea, told in two sentences. It is a small one.\n\n## The idea\n\n${block("text", "bytes -> bytes")}
## The code\n\n${code}\n## What the tests ask\n\n| file | exports | says |\n| --- | --- | --- |\n${asks}
## Run it\n\nNothing to see.\n\n${question}## Green now\n\nAll of it.\n\n## What could go wrong\n\n| you see | because | do |\n| --- | --- | --- |\n${wrong}`;
}

const PAGES = {
  "docs/day1/01-echo.md": page({
    head: "minutes: 10\ninvariants: [I1]\nfiles:\n  echo.ts: type\n  index.ts: type\n  log.ts: given\ntests:\n  - day1/lesson-echo.test.ts\n",
    title: "Echo: what comes goes back",
    code: `A log.\n\n${block("ts given=log.ts", "")}\n### The shape\n\nFirst its type.\n\n${block("ts file=echo.ts", ECHO_HEAD)}
### The answer\n\nThe bytes themselves are the answer.\n\n${block("ts more=echo.ts", ECHO_ANSWER)}
### Listening\n\nA port that is free.\n\n${block("ts more=echo.ts", ECHO_START)}\n### The face\n\n${block("ts file=index.ts", INDEX)}`,
    asks: "| `echo.ts` | `startEcho(): Promise<Echo>` | sends back what comes |\n",
    wrong: "| nothing comes back | no one writes | call `socket.write` |\n",
  }),
  "docs/day1/02-lines.md": page({
    head: 'minutes: 20\ninvariants: [I2]\nprogram: examples/main.ts\nfiles:\n  lines.ts: type\n  index.ts: type\n  examples/main.ts: type\ntests:\n  - day1/lesson-lines.test.ts\n  - { file: day1/lesson-main.test.ts, only: "prints" }\n',
    title: "Lines: a piece is no line",
    code: `A class.\n\n${block("ts file=lines.ts", LINES)}\n### The face\n\n${block("diff file=index.ts", ` ${INDEX.trimEnd()}\n+export { Lines } from "./lines.ts";`)}
### A program\n\nIt prints what is whole.\n\n${block("ts file=examples/main.ts", MAIN)}`,
    asks: "| `lines.ts` | `Lines`: `push(text: string): string[]` | whole lines |\n",
    question: `## Question\n\nWhat does it print?\n\n${block("ts predict", 'import { Lines } from "./src/index.ts";\n\nconsole.log(new Lines().push("a\\nb").length);\n')}
- \`1\`\n- \`2\`\n\n<details><summary>Answers</summary>\n\n- \`1\`: right, the second has no end yet.\n- \`2\`: a piece is no line.\n\n</details>\n\n`,
    wrong: "| a line is cut | the rest is thrown away | keep it in `#rest` |\n",
  }),
  "docs/day2/01-loud.md": page({
    head: "minutes: 5\ninvariants: []\nfiles:\n  loud.ts: type\n  index.ts: given\ntests:\n  - day2/lesson-loud.test.ts\n",
    title: "Loud: as capitals",
    code: `${block("ts given=index.ts", "")}\nIts face is given.\n\n${block("ts file=loud.ts", LOUD)}`,
    asks: "| `loud.ts` | `loud(text: string): string` | capitals |\n",
    wrong: "| nothing | nothing | nothing |\n",
  }),
};

const TEST_HEAD = `import assert from "node:assert/strict";
import { test } from "node:test";
import { assertBytes } from "../support/bytes.ts";
import { RawClient } from "../support/raw-client.ts";
import { ray } from "../support/stage.ts";
`;

const TESTS = {
  "tests/day1/lesson-echo.test.ts": `${TEST_HEAD}
test("I1: what was sent comes back, byte by byte", async (t) => {
  const echo = await ray.startEcho();
  t.after(() => echo.close());
  const client = await RawClient.connect({ host: "127.0.0.1", port: echo.port }, { t });
  client.send("GET / HTTP/1.1\\r\\n\\r\\n");
  assertBytes(await client.read(18), "GET / HTTP/1.1\\r\\n\\r\\n", "I1");
});
`,
  "tests/day1/lesson-lines.test.ts": `${TEST_HEAD}
test("I2: a line that is cut comes back whole", () => {
  const lines = new ray.Lines();
  assert.deepEqual(lines.push("he"), []);
  assert.deepEqual(lines.push("llo\\nwor"), ["hello"]);
});
test("I2: an empty line is a line", () => assert.deepEqual(new ray.Lines().push("\\n"), [""]));
`,
  "tests/day1/lesson-main.test.ts": `${TEST_HEAD}import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { srcDir } from "../support/stage.ts";

test("the program prints what is whole", () => {
  const main = join(srcDir, "..", "examples", "main.ts");
  assert.ok(existsSync(main), "there is no examples/main.ts yet");
  const printed = execFileSync(process.execPath, ["--import", import.meta.resolve("tsx"), main], { encoding: "utf8" });
  assert.equal(printed, "one two\\n");
});
test("this one belongs to no lesson", () => assert.fail());
`,
  "tests/day2/lesson-loud.test.ts": `${TEST_HEAD}test("capitals", () => assert.equal(ray.loud("a"), "A"));\n`,
};

const DAY1 = {
  "src/log.ts": LOG,
  "src/echo.ts": ECHO,
  "src/lines.ts": LINES,
  "src/index.ts": INDEX_LINES,
  "examples/main.ts": MAIN,
};
const DAY2 = { ...DAY1, "src/loud.ts": LOUD, "src/index.ts": INDEX_LOUD };

export class LearnCourse {
  readonly root: string;

  /** Its folder goes when the test ends. */
  constructor(t: TestContext) {
    this.root = realpathSync(mkdtempSync(join(tmpdir(), "ray-learn-")));
    t.after(() => rmSync(this.root, { recursive: true, force: true, maxRetries: 5 }));
    for (const [path, text] of Object.entries({ ...PAGES, ...TESTS, ...stage(1, DAY1), ...stage(2, DAY2) }))
      this.write(path, text);
    this.write(
      "docs/day1/README.md",
      "# Day 1\n\n- **I1** What comes goes back,\n  byte by byte.\n- **I2** A line is a line.\n",
    );
    for (const name of ["raw-client", "stage"]) this.#copyLoaded(`tests/support/${name}.ts`);
    for (const path of [
      "tests/support/tls",
      "tsconfig.json",
      "biome.json",
      "package.json",
      "package-lock.json",
    ])
      this.#copy(path);
    symlinkSync(join(REPOSITORY, "node_modules"), join(this.root, "node_modules"), "junction");
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  /** Null when there is none. */
  read(path: string): string | null {
    return existsSync(join(this.root, path)) ? readFileSync(join(this.root, path), "utf8") : null;
  }

  /** Runs a command of `npm run learn` to its end, without a terminal. */
  learn(...args: string[]): Promise<CliResult> {
    return runScript("learn", ["--root", this.root, ...args]);
  }

  /** Does what a command does in this process: quicker, where the process itself is not what is tested. */
  async did(...args: string[]): Promise<{ readonly code: number; readonly text: string }> {
    const outcome = await run(readArguments(["--root", this.root, ...args]));
    return { code: outcome?.code ?? 0, text: outcome?.lines.join("\n") ?? "" };
  }

  /** Starts one, and leaves it to the test. */
  start(...args: string[]): ChildProcess {
    const script = join(REPOSITORY, "scripts", "learn.ts");
    return spawn(
      process.execPath,
      ["--import", import.meta.resolve("tsx"), script, "--root", this.root, ...args],
      {
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
  }

  /** What a command has at hand, in this process. */
  session(...args: string[]): Session {
    return new Session(readArguments(["--root", this.root, ...args]));
  }

  /** A file, and what it loads of the course's tools: a list of those, kept by hand, would be old one day. */
  #copyLoaded(path: string): void {
    if (/^day\d\//.test(path) || this.read(path) !== null) return;
    this.#copy(path);
    for (const { specifier, typeOnly } of findImports(this.read(path) ?? ""))
      if (!typeOnly && specifier?.startsWith("."))
        this.#copyLoaded(posix.join(posix.dirname(path), specifier));
  }

  #copy(path: string): void {
    cpSync(join(REPOSITORY, path), join(this.root, path), { recursive: true });
  }
}

function stage(day: number, files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`day${day}/${path}`, text]));
}

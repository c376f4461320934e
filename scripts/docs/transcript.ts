/**
 * Reads the `console` blocks of a page into steps that replay.ts can take. Runs nothing.
 */
import { type CommandLine, parseCommandLine } from "./command-line.ts";
import type { CodeBlock, Page, Problem } from "./page.ts";

/** What a command is: it starts the example of a day, runs to its end, talks to the server, or is not run. */
export type CommandKind = "serve" | "npm" | "curl" | "listed";

export type Step =
  | { type: "command"; kind: CommandKind; line: number; text: string; command: CommandLine; shown: string[] }
  /** ctrl-c to the running server; `shown` is what it prints until it exits. */
  | { type: "interrupt"; line: number; shown: string[] }
  /** Lines that the server printed since the last such block. */
  | { type: "log"; line: number; shown: string[] };

export interface Transcript {
  steps: Step[];
  /** Commands in `console norun` blocks. */
  notRun: number;
  problems: Problem[];
}

// Commands a page may tell the reader to type, and that a check must not run: they install, they take
// minutes, or (docs:check) they would never end.
const listed =
  /^(git clone|cd|npm ci|npm install|npm test|npm run (-s )?(test|coverage|lint|format|bench|docs:check|days:check|lessons:check|lessons:sync|house|learn))( |$)/;

export function readTranscript(page: Page): Transcript {
  const transcript: Transcript = { steps: [], notRun: 0, problems: [] };
  for (const block of page.blocks) {
    if (block.lang !== "console") continue;
    const complain = (line: number, message: string) =>
      transcript.problems.push({ page: page.path, line, message });
    if (block.meta === "norun")
      transcript.notRun += block.lines.filter((line) => line.startsWith("$ ")).length;
    else if (block.meta === "server")
      transcript.steps.push({ type: "log", line: block.line, shown: block.lines });
    else if (block.meta === "") transcript.steps.push(...readBlock(block, complain));
    else
      complain(
        block.line,
        `"console ${block.meta}" is unknown: there are console, console server, console norun`,
      );
  }
  return transcript;
}

function readBlock(block: CodeBlock, complain: (line: number, message: string) => void): Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < block.lines.length; at++) {
    const line = block.line + 1 + at;
    let text = block.lines[at] ?? "";
    if (text === "^C") steps.push({ type: "interrupt", line, shown: [] });
    else if (text.startsWith("$ ")) {
      while (text.endsWith("\\") && at + 1 < block.lines.length) text += `\n${block.lines[++at]}`;
      const step = readCommand(text.slice(2), line, complain);
      // Its output must not fall to the command before it.
      if (step === undefined) return steps;
      steps.push(step);
    } else if (steps.length > 0) steps.at(-1)?.shown.push(text);
    else {
      complain(
        line,
        "output without a command: begin the block with a line `$ command`, or mark it `server`",
      );
      return steps;
    }
  }
  for (const step of steps) {
    if (step.type === "command" && step.kind === "listed" && step.shown.some((text) => text.trim() !== "")) {
      complain(
        step.line,
        `"${step.text}" is not run here, so its output goes unchecked: mark the block \`norun\``,
      );
    }
  }
  return steps;
}

function readCommand(
  text: string,
  line: number,
  complain: (line: number, message: string) => void,
): Step | undefined {
  try {
    const command = parseCommandLine(text);
    const kind = kindOf(command.words);
    if (kind !== undefined) return { type: "command", kind, line, text, command, shown: [] };
    complain(line, `"${text}" cannot be replayed: use npm run or curl, or mark the block \`norun\``);
  } catch (error) {
    complain(line, (error as Error).message);
  }
  return undefined;
}

function kindOf(words: string[]): CommandKind | undefined {
  const start = words.join(" ");
  if (listed.test(start)) return "listed";
  if (/^npm run (-s )?(day[1-5]|work)( |$)/.test(start)) return "serve";
  if (/^npm run \S/.test(start)) return "npm";
  return words[0] === "curl" ? "curl" : undefined;
}

/**
 * Takes the steps of a page's transcripts and compares what they print with what the page shows.
 * Called by docs-check.ts, once per page. One server runs at a time, from its `$ npm run dayN` until the next
 * one, `^C` or the end of the page.
 */
import { childEnv } from "../test/child.ts";
import { difference, matches, matchesPrefix, normalize, toLines } from "./compare-output.ts";
import { curlLaunch, dayLaunch, freePort, hidePort, type Launch, npmLaunch } from "./launch.ts";
import type { Problem } from "./page.ts";
import { Program } from "./program.ts";
import type { Step } from "./transcript.ts";

const limits = { listenMs: 10_000, commandMs: 60_000, exitMs: 15_000, logMs: 3000 };

/** The machine lacks something that no page can mend, such as curl. The message is one line. */
export class MissingTool extends Error {}

type CommandStep = Step & { type: "command" };

export class Replay {
  readonly problems: Problem[] = [];
  readonly #root: string;
  readonly #page: string;
  readonly #launch: (words: string[]) => Launch;
  #server: Program | undefined;
  /** Stands in for the page's 3000. Chosen anew for each server; before the first one, nothing listens there. */
  #port = 0;
  /** How much of the server's output the page has shown so far. */
  #shownLength = 0;

  /** `launch`: which program a line that starts a server stands for. */
  constructor(root: string, page: string, launch = (words: string[]): Launch => dayLaunch(root, words)) {
    this.#root = root;
    this.#page = page;
    this.#launch = launch;
  }

  /** Throws MissingTool. Ends what it started in any case. */
  async run(steps: Step[]): Promise<void> {
    this.#port = await freePort();
    try {
      for (const step of steps) {
        if (step.type === "log") await this.#log(step.line, step.shown);
        else if (step.type === "interrupt") await this.#interrupt(step.line, step.shown);
        else if (step.kind === "serve") await this.#serve(step);
        else if (step.kind !== "listed") await this.#command(step);
      }
    } finally {
      await this.#endServer();
    }
  }

  async #serve(step: CommandStep): Promise<void> {
    await this.#endServer();
    let launch: Launch;
    try {
      launch = this.#launch(step.command.words);
    } catch (error) {
      this.#complain(step.line, (error as Error).message);
      return;
    }
    this.#port = await freePort();
    const server = this.#start(launch, step);
    const shown = normalize(step.shown);
    const printed = () => this.#printed(server);
    const listening = () => printed().findIndex((line) => line.startsWith("listening on")) + 1;
    // A line counts once its end has come.
    await server.waitFor(() => /^listening on.*\n/m.test(server.output), limits.listenMs);
    if (server.exit !== undefined) {
      this.#compare(step, shown, printed());
      await server.end();
      return;
    }
    if (listening() === 0) {
      const seconds = limits.listenMs / 1000;
      this.#complain(
        step.line,
        [`no line "listening on …" within ${seconds} s; it printed:`, ...printed()].join("\n"),
      );
      await server.end();
      return;
    }
    this.#server = server;
    const count = () => matchesPrefix(shown, printed(), listening());
    await server.waitFor(() => count() !== undefined, limits.logMs);
    const lines = count() ?? listening();
    if (count() === undefined) this.#compare(step, shown, printed().slice(0, Math.max(lines, shown.length)));
    this.#shownLength = server.output.split("\n").slice(0, lines).join("\n").length;
  }

  async #command(step: CommandStep): Promise<void> {
    const { words } = step.command;
    const program = this.#start(
      step.kind === "curl" ? curlLaunch(words, this.#port) : npmLaunch(this.#root, words, this.#port),
      step,
    );
    try {
      await program.waitFor(() => false, limits.commandMs);
      if (program.startError?.code === "ENOENT" && step.kind === "curl") {
        throw new MissingTool(
          "the pages use curl, and it is missing: apt install curl, brew install curl or winget install cURL.cURL",
        );
      }
      if (program.startError) this.#complain(step.line, `could not start: ${program.startError.message}`);
      else if (program.exit === undefined) {
        this.#complain(step.line, `"${step.text}" did not end within ${limits.commandMs / 1000} s`);
      } else this.#compare(step, normalize(step.shown), this.#printed(program));
    } finally {
      await program.end();
    }
  }

  async #log(line: number, shown: string[]): Promise<void> {
    const server = this.#server;
    if (server === undefined)
      return this.#complain(line, "no server runs here: start one with `$ npm run dayN` above");
    const wanted = normalize(shown);
    const printed = () => this.#printed(server, this.#shownLength);
    await server.waitFor(() => matches(wanted, printed()), limits.logMs);
    this.#compare({ line, text: "the server's log" }, wanted, printed());
    this.#shownLength = server.output.length;
  }

  async #interrupt(line: number, shown: string[]): Promise<void> {
    const server = this.#server;
    if (server === undefined) return this.#complain(line, "^C, but no server runs here: start one above");
    // Windows has no SIGINT that one process could send to another.
    if (process.platform !== "win32") {
      await server.settle();
      const before = server.output.length;
      server.interrupt();
      await server.waitFor(() => false, limits.exitMs);
      if (server.exit === undefined) this.#complain(line, `still running ${limits.exitMs / 1000} s after ^C`);
      else this.#compare({ line, text: "^C" }, normalize(shown), this.#printed(server, before));
    }
    await this.#endServer();
  }

  #start(launch: Launch, step: CommandStep): Program {
    const env = childEnv({
      // What the person who runs the check has set must not change what the page shows.
      ...{ HOST: undefined, MY_LOG_LEVEL: undefined, MY_LOG_STYLE: undefined, FORCE_COLOR: undefined },
      ...{ NO_PROXY: "localhost,127.0.0.1", no_proxy: "localhost,127.0.0.1" },
      PORT: String(this.#port),
      ...step.command.env,
    });
    return new Program(launch.command, launch.args, this.#root, env);
  }

  #printed(program: Program, from = 0): string[] {
    const lines = toLines(hidePort(program.output.slice(from), this.#port));
    // Cut in the middle of the output, the text begins with the end of the line before.
    return normalize(from > 0 && lines[0] === "" ? lines.slice(1) : lines);
  }

  #compare(step: { line: number; text: string }, shown: string[], printed: string[]): void {
    if (matches(shown, printed)) return;
    const hint =
      shown.length === 0 ? "; show it, or a line `…` for any output" : "; correct the page or the code";
    const gone = this.#server?.exit === undefined ? [] : [`(the server has exited: ${this.#server.exit})`];
    const first = `"${step.text}" prints something else than the page shows${hint}`;
    this.#complain(step.line, [first, ...gone, ...difference(shown, printed)].join("\n"));
  }

  #complain(line: number, message: string): void {
    this.problems.push({ page: this.#page, line, message });
  }

  async #endServer(): Promise<void> {
    await this.#server?.end();
    this.#server = undefined;
  }
}

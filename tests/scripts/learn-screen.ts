/**
 * LearnScreen: a program in a pseudo-terminal, its screen as a person would see it and its keys under the test's fingers.
 * For the tests of `npm run learn`, which is another program where there is no terminal.
 */
import type { TestContext } from "node:test";
import { type IPty, spawn } from "@lydell/node-pty";
import xterm from "@xterm/headless";
import { lateError, within } from "../support/within.ts";

/** So long nothing may happen while a test waits for something to be shown. */
const STILL_MS = 20_000;

export class LearnScreen {
  readonly #pty: IPty;
  readonly #terminal: InstanceType<typeof xterm.Terminal>;
  readonly exited: Promise<{ readonly exitCode: number; readonly signal?: number | undefined }>;
  #onDraw: () => void = () => {};

  constructor(t: TestContext, command: string, args: readonly string[], size = { cols: 100, rows: 40 }) {
    this.#terminal = new xterm.Terminal({ ...size, allowProposedApi: true, scrollback: 1000 });
    const own = {
      NODE_TEST_CONTEXT: undefined,
      RAY_STAGE: undefined,
      RAY_IMPL: undefined,
      NO_COLOR: undefined,
    };
    const env = { ...process.env, ...own, TERM: "xterm-256color" };
    this.#pty = spawn(command, [...args], { ...size, env });
    this.#pty.onData((data) => this.#terminal.write(data, () => this.#onDraw()));
    this.exited = new Promise((resolve) => this.#pty.onExit(resolve));
    t.after(() => {
      this.kill("SIGKILL");
      this.#terminal.dispose();
    });
  }

  /** What is on the screen, without the spaces behind each line. */
  get text(): string {
    const { active } = this.#terminal.buffer;
    const lines = Array.from({ length: this.#terminal.rows }, (_, row) =>
      active.getLine(active.viewportY + row)?.translateToString(true),
    );
    return lines.join("\n").trimEnd();
  }

  press(keys: string): void {
    this.#pty.write(keys);
  }

  resize(cols: number, rows: number): void {
    this.#terminal.resize(cols, rows);
    this.#pty.resize(cols, rows);
  }

  /** Waits until the screen shows it. Returns the screen. */
  async shows(wanted: RegExp): Promise<string> {
    const toError = lateError(this.shows);
    const shown = new Promise<string>((resolve) => {
      this.#onDraw = () => {
        const { text } = this;
        if (wanted.test(text)) resolve(text);
      };
      this.#onDraw();
    });
    try {
      return await within(shown, `the screen to show ${wanted}`, { stillMs: STILL_MS });
    } catch (error) {
      throw toError(`${(error as Error).message}; it shows:\n${this.text}`);
    }
  }

  kill(signal: NodeJS.Signals): void {
    try {
      process.kill(this.#pty.pid, signal);
    } catch {
      // It has ended.
    }
  }

  get pid(): number {
    return this.#pty.pid;
  }
}

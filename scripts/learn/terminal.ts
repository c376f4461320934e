/**
 * Terminal: keys one by one, and a screen that is drawn whole. Used by the watch alone. Whatever ends the process, but
 * kill -9, gives the terminal back as it was.
 */
import { createInterface } from "node:readline/promises";

const CLEAR = "\u001b[2J\u001b[H";
const SHOW_CURSOR = "\u001b[?25h";
const HIDE_CURSOR = "\u001b[?25l";

/** The signal that stops us takes effect sooner than this; the time in which we are stopped does not count. */
const BACK_MS = 100;

/** What a key sends, as a name; what is not here is the letter itself. */
const NAMES: Readonly<Record<string, string>> = {
  "\u0003": "ctrl-c",
  "\u0004": "ctrl-d",
  "\u001a": "ctrl-z",
  "\r": "enter",
  "\n": "enter",
  "\u001b": "escape",
  " ": "space",
  "\u001b[A": "up",
  "\u001b[B": "down",
  "\u001b[5~": "page up",
  "\u001b[6~": "page down",
};

export class Terminal {
  readonly #onKey: (key: string) => void;
  readonly #onResize: () => void;
  #isClosed = false;
  readonly #restore = () => this.close();

  /** `onResize` is called as well when the process comes back from the background: the screen is someone else's then. */
  constructor(onKey: (key: string) => void, onResize: () => void) {
    this.#onKey = onKey;
    this.#onResize = onResize;
    process.once("exit", this.#restore);
    process.stdin.setEncoding("utf8").on("data", this.#read);
    // A prompt that was here before has paused it.
    process.stdin.resume();
    process.stdout.on("resize", onResize);
    process.on("SIGCONT", this.#comeBack);
    this.#take();
  }

  get columns(): number {
    return process.stdout.columns || 80;
  }

  get rows(): number {
    return process.stdout.rows || 24;
  }

  draw(lines: readonly string[]): void {
    process.stdout.write(`${CLEAR}${lines.join("\r\n")}\r\n`);
  }

  /** Gives the terminal back. Twice does no harm. */
  close(): void {
    this.#isClosed = true;
    process.off("exit", this.#restore);
    process.off("SIGCONT", this.#comeBack);
    process.stdin.off("data", this.#read);
    process.stdout.off("resize", this.#onResize);
    this.#giveBack();
    process.stdin.pause();
  }

  readonly #read = (text: string): void => {
    // An arrow key, say, is several signs that begin with Escape and come at once. What has no name is no key of ours.
    const isOne = text.length > 1 && text.startsWith("\u001b");
    for (const sign of isOne ? [text] : text) {
      const key = NAMES[sign] ?? (isOne ? "" : sign);
      if (key === "ctrl-z") this.#stop();
      else this.#onKey(key);
    }
  };

  /** In raw mode the system does not send the signal: we do. Where no shell can stop us, we are back at once. */
  #stop(): void {
    if (process.platform === "win32") return;
    this.#giveBack();
    process.kill(process.pid, "SIGTSTP");
    setTimeout(this.#comeBack, BACK_MS);
  }

  readonly #comeBack = (): void => {
    if (this.#isClosed) return;
    this.#take();
    this.#onResize();
  };

  #take(): void {
    process.stdin.setRawMode(true);
    process.stdout.write(HIDE_CURSOR);
  }

  #giveBack(): void {
    process.stdin.setRawMode(false);
    process.stdout.write(SHOW_CURSOR);
  }
}

/** A line that the person types; null when there will be none (ctrl-c, ctrl-d). */
export async function askLine(question: string): Promise<string | null> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const gone = new Promise<null>((resolve) => {
    lines.once("close", () => resolve(null)).once("SIGINT", () => resolve(null));
  });
  const line = await Promise.race([lines.question(question), gone]);
  lines.close();
  return line;
}

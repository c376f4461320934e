/**
 * The channel from a child process to the runner: lines of JSON on file descriptor 3, each behind a word that only
 * these two know. What the code under test writes there itself, by mistake, is neither believed nor does it spoil a
 * line of ours. Preloaded in the child, so that the word is gone from the environment before a test file runs.
 */
import { writeSync } from "node:fs";

/** How the runner hands the word over. */
export const WORD_VARIABLE = "RAY_TEST_CHANNEL";

const word = process.env[WORD_VARIABLE];
delete process.env[WORD_VARIABLE];

/** In the child. Nothing happens without a listener: the runner sees that the last line is missing. */
export function tell(value: unknown): void {
  if (word === undefined) return;
  // The line feed in front ends whatever the code under test has begun.
  let rest = Buffer.from(`\n${word} ${JSON.stringify(value)}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(3, rest));
    } catch (error) {
      // EAGAIN: the code under test made the pipe non-blocking, and it is full. Any other: it closed it.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
    }
  }
}

/** A line longer than this is none of ours. */
const MOST_BYTES = 16 * 1024 * 1024;

/** In the runner: takes bytes as they come, and gives the values that bear the word. */
export class ChannelReader {
  /** How many bytes came that are not ours. */
  foreign = 0;
  readonly #word: string;
  readonly #onValue: (value: unknown) => void;
  #rest: Buffer[] = [];
  #length = 0;

  constructor(word: string, onValue: (value: unknown) => void) {
    this.#word = word;
    this.#onValue = onValue;
  }

  push(chunk: Buffer): void {
    let from = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, from)) {
      const line = Buffer.concat([...this.#rest, chunk.subarray(from, end)]);
      this.#rest = [];
      this.#length = 0;
      from = end + 1;
      this.#take(line);
    }
    const rest = chunk.subarray(from);
    this.#length += rest.length;
    if (this.#length <= MOST_BYTES) this.#rest.push(rest);
    else this.foreign += rest.length;
  }

  /** The last line, when it was not ended. */
  end(): void {
    this.push(Buffer.from("\n"));
  }

  #take(line: Buffer): void {
    if (line.length === 0) return;
    const mark = `${this.#word} `;
    const text = line.toString("utf8");
    try {
      if (text.startsWith(mark)) {
        this.#onValue(JSON.parse(text.slice(mark.length)));
        return;
      }
    } catch (error) {
      // The code under test wrote into the middle of it.
      if (!(error instanceof SyntaxError)) throw error;
    }
    this.foreign += line.length;
  }
}

/** One of the things that `npm run stress` tries. */

export interface Trial {
  /** One or two words, for `--only`. */
  readonly name: string;
  /** What it asks of the server, in one sentence. */
  readonly asks: string;
  /** It takes minutes, or packages of its own: only who names it gets it. */
  readonly byNameOnly?: boolean;
  /** Does it, and tells the figures in one line. Errors: Failure, NotHere. */
  run(progress: (what: string) => void): Promise<string>;
}

/** The server did not do what was asked of it. The message has the figures. */
export class Failure extends Error {}

/** This machine cannot try it. The message says why and how to mend that. */
export class NotHere extends Error {}

export function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Failure(message);
}

/** Waits until `condition` holds, looking every 20 ms. Errors: Failure after `ms`. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  ms: number,
  what: string | (() => string),
) {
  for (const end = performance.now() + ms; !(await condition()); ) {
    if (performance.now() > end) {
      throw new Failure(`not within ${ms} ms: ${typeof what === "string" ? what : what()}`);
    }
    await pause(20);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

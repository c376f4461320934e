/** Hooks that write down when they run: the order of "G.onRequest", "handler", "G.onResponse" is the test. */

import type { AppContext, HookSet, Response } from "../../day5/src/index.ts";

type Point = "onRequest" | "onResponse" | "onError";

export class HookTrace {
  lines: string[] = [];

  /** A set that notes what runs, and then does what `then` says. */
  hook(name: string, then: HookSet = {}): HookSet {
    const note = (point: Point) => this.lines.push(`${name}.${point}`);
    return {
      onRequest: (c) => {
        note("onRequest");
        return then.onRequest?.(c);
      },
      onResponse: (c, response) => {
        note("onResponse");
        return then.onResponse?.(c, response);
      },
      onError: (c, error) => {
        note("onError");
        return then.onError?.(c, error);
      },
    };
  }

  /** A handler that notes that it ran. */
  handler(text = "answer"): (c: AppContext) => Response {
    return (c) => {
      this.lines.push("handler");
      return c.string(text);
    };
  }

  /** The lines since the last call, as one line of text. */
  take(): string {
    const text = this.lines.join(" ");
    this.lines = [];
    return text;
  }
}

/**
 * Misunderstanding: below means that it begins like it. `/healthy` begins like `/health`.
 * Killed by: "what stays open is open, by whole segments and however it is spelled"
 */

import { type HookSet, HttpError } from "../../../../day5/src/index.ts";

export interface Maintenance {
  readonly hook: HookSet;
  /** From now on; clients may come again after so many seconds. */
  close(seconds: number): void;
  reopen(): void;
}

/** `open`: paths that stay open, with all that is below them. */
export function maintenance(open: readonly string[] = []): Maintenance {
  /** Null: open. */
  let closedFor: number | null = null;
  const hook: HookSet = {
    onRequest({ path }) {
      if (closedFor === null || open.some((each) => path.startsWith(each))) return;
      throw new HttpError(503, "closed for a moment", { headers: { "retry-after": String(closedFor) } });
    },
  };
  return {
    hook,
    close(seconds) {
      closedFor = seconds;
    },
    reopen() {
      closedFor = null;
    },
  };
}

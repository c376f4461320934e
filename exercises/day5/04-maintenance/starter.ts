/**
 * Closes an app for a moment. Exercise day5/04.
 */

import { type HookSet, HttpError } from "../../../day5/src/index.ts";

export interface Maintenance {
  readonly hook: HookSet;
  /** From now on; clients may come again after so many seconds. */
  close(seconds: number): void;
  reopen(): void;
}

/** `open`: paths that stay open, with all that is below them. */
export function maintenance(open: readonly string[] = []): Maintenance {
  throw new Error("day5/04: write maintenance");
}

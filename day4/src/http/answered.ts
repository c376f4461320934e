/**
 * What became of an answer, for those who asked `Request.onAnswered`: an access log wants what went out, and
 * not what a handler returned. Told by the request when the protocol lets go of it.
 */

import type { Logger } from "../log/logger.ts";

/** What became of an answer. */
export interface Answered {
  /** The status that went out, whichever part of the server decided it; 0 when none did. */
  readonly status: number;
  /** False: the answer broke off, or its client was gone before it began. */
  readonly complete: boolean;
  /** Of the body, as far as they were given to the connection; without the framing of chunks. */
  readonly bytes: number;
}

export type AnsweredListener = (answered: Answered) => void;

/** Tells all. What a listener throws is logged, and keeps no other from being told. */
export function tell(listeners: readonly AnsweredListener[], answered: Answered, log: Logger): void {
  const failed = (error: unknown) => log.error({ err: error }, "a listener of onAnswered failed");
  for (const listener of listeners) {
    try {
      const told: unknown = listener(answered);
      // An async function is a listener too.
      if (told instanceof Promise) told.catch(failed);
    } catch (error) {
      failed(error);
    }
  }
}

/**
 * How much of a long test a stage gets: all of it on the day the behaviour is born and on the last day, and for a
 * learner's own copy; a tenth on the days between. What the test is about is byte-identical there (`days:check` proves
 * it), so that the tenth looks only for what the few changed files could spoil. A test whose name has a size says the
 * true one.
 */
import { stage } from "./stage.ts";

const LAST_DAY = 5;

/** Whether the stage under test gets all of a test that was born on this day. */
export function isFullSize(born: number): boolean {
  return stage === born || stage === LAST_DAY || process.env.RAY_IMPL !== undefined;
}

/** `full` runs, or a tenth of them. */
export function runsOn(born: number, full: number): number {
  return isFullSize(born) ? full : Math.ceil(full / 10);
}

/** All of a list, or the first of every `step` entries. */
export function someOn<Entry>(born: number, all: readonly Entry[], step = 10): readonly Entry[] {
  return isFullSize(born) ? all : all.filter((_, index) => index % step === 0);
}

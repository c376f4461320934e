/** What every options object of the framework is held to, and the values that it is held to it with. */

import assert from "node:assert/strict";
import { test } from "node:test";

export type Options = Record<string, unknown>;

/** What takes options: how it is started, and the names of its numbers, each with whether Infinity is one of them. */
export interface Taker {
  start(options: Options): unknown;
  readonly numbers: Readonly<Record<string, boolean>>;
}

/** Values that are no number of anything: what an environment variable, a sum or a slip of the pen leaves behind. */

export const NEVER_A_NUMBER: readonly unknown[] = [
  Number.NaN,
  Number.NEGATIVE_INFINITY,
  -1,
  null,
  "",
  "1mb",
  "1024",
  true,
  10n,
  [],
  [1],
  {},
  () => 1,
  Symbol("1"),
  new Date(0),
];

/** How such a value is written in the sentence of the error. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return "an array";
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}

/** What `start` fails with, thrown or rejected. Errors: it does not fail. */
export async function failureOf(start: () => unknown): Promise<Error> {
  try {
    await start();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

/** Defines the tests that hold for each of them, by name. */
export function testOptionsOf(takers: Readonly<Record<string, Taker>>): void {
  for (const [taker, { start, numbers }] of Object.entries(takers)) {
    for (const [name, takesInfinity] of Object.entries(numbers)) {
      test(`${taker}: ${name} is a number in its range, or an error that names option, value and range`, async () => {
        const wrong = takesInfinity ? NEVER_A_NUMBER : [...NEVER_A_NUMBER, Number.POSITIVE_INFINITY];
        for (const value of wrong) {
          const { message } = await failureOf(() => start({ [name]: value }));
          assert.match(
            message,
            new RegExp(`(^|\\.)${name} must be a (whole )?number of \\w+ (of at least|from) \\d`),
          );
          assert.ok(message.endsWith(`, not ${shown(value)}`), message);
        }
        await start({ [name]: undefined });
        await start({ [name]: takesInfinity ? Number.POSITIVE_INFINITY : 7 });
      });
    }

    test(`${taker}: a name that is misspelt is an error that says the right one`, async () => {
      for (const name of Object.keys(numbers)) {
        const error = await failureOf(() => start({ [name.slice(0, -1)]: 7 }));
        assert.ok(error instanceof TypeError);
        assert.match(
          error.message,
          new RegExp(`\\b${name.slice(0, -1)} is no option; did you mean ${name}\\?$`),
        );
      }
    });

    test(`${taker}: what is no object is no set of options`, async () => {
      for (const options of [null, "x", 7]) {
        assert.match((await failureOf(() => start(options as never))).message, /must be an object, not /);
      }
    });
  }
}

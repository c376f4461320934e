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

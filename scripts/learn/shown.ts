/** Words that several commands share, in one form. Pure. */

/** A path of the learner's tree as one opens it: "work/src/net/conn.ts". */
export function shown(path: string): string {
  return `work/${path}`;
}

/** "1 file", "3 files". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** "[######----]", `width` signs between the brackets. */
export function bar(part: number, whole: number, width: number): string {
  const filled = whole === 0 ? 0 : Math.min(width, Math.floor((part / whole) * width));
  return `[${"#".repeat(filled)}${"-".repeat(width - filled)}]`;
}

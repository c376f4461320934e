/**
 * The options of a program, held against their rules before anything begins. A limit that is NaN, "1mb" or
 * misspelt is compared with nothing ever after and so is no limit: that must not start. What takes
 * options calls it first of all; it costs nothing later.
 */

import type { Rule, RulesFor } from "./rule.ts";

/** Names that are told when none is near. */
const MANY = 8;

/**
 * Checks what is given. An option that is `undefined` is not given. `where` stands in front of the name, as in
 * "limits.maxBodyBytes"; "" is nothing. Errors: TypeError for what is no such thing, and for an unknown name;
 * RangeError for a number that is not allowed. Each names option, value, and what is right.
 */
export function checkOptions<Options extends object>(
  where: string,
  options: Options,
  rules: RulesFor<Options>,
): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`${where || "options"} must be an object, not ${show(options)}`);
  }
  // A misspelt name first: the rule of the right one would find nothing to complain of.
  const prefix = where === "" ? "" : `${where}.`;
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(rules, name)) throw unknownName(prefix, name, Object.keys(rules));
  }
  // By the rules and not by the keys: options that are inherited count too, as they do when they are read.
  for (const [name, rule] of Object.entries<Rule>(rules)) {
    const value = (options as Record<string, unknown>)[name];
    if (value !== undefined) checkValue(prefix + name, value, rule);
  }
}

/** One value, such as an argument. Errors: as `checkOptions`. */
export function checkValue(name: string, value: unknown, rule: Rule): void {
  if (rule.accepts(value)) return;
  // As JavaScript has it: the right kind of thing out of its range, or no such thing at all.
  const Mistake = typeof value === "number" ? RangeError : TypeError;
  throw new Mistake(`${name} must be ${rule.allowed}, not ${show(value)}`);
}

/** `defaults` with what is given on top: `{ ...defaults, ...given }` would let an `undefined` win. */
export function withDefaults<Options extends object>(
  defaults: Required<Options>,
  given: Partial<Options> | undefined,
): Required<Options> {
  // A copy: the defaults belong to all servers.
  const all = { ...defaults };
  for (const name of Object.keys(defaults) as (keyof Options)[]) {
    const value = given?.[name];
    if (value !== undefined) all[name] = value as Required<Options>[typeof name];
  }
  return all;
}

/** Those of `options` that `rules` knows: what a larger set of options hands on to a part of it. */
export function pickOptions<Options extends object>(options: Options, rules: RulesFor<Options>): Options {
  // By the names of the rules: what has none belongs to another part, and was checked there.
  const picked: Partial<Options> = {};
  for (const name of Object.keys(rules) as (keyof Options)[]) {
    if (options[name] !== undefined) picked[name] = options[name];
  }
  return picked as Options;
}

/** Says the name that was probably meant. */
function unknownName(prefix: string, name: string, known: readonly string[]): TypeError {
  const near = nearest(name, known);
  const hint = near === null ? `known are ${list(known)}` : `did you mean ${near}?`;
  return new TypeError(`${prefix}${name} is no option; ${hint}`);
}

/** As many names as a sentence bears. */
function list(names: readonly string[]): string {
  return names.length <= MANY ? names.join(", ") : `${names.slice(0, MANY).join(", ")} …`;
}

/** The known name that takes the fewest changes; null where that would be another word. */
function nearest(name: string, known: readonly string[]): string | null {
  let best: string | null = null;
  // A third of the letters may be wrong. Cut at 40: the work grows with the square of the length.
  let fewest = Math.floor(Math.min(name.length, 40) / 3) + 1;
  for (const candidate of known) {
    const changes = distance(name.slice(0, 40).toLowerCase(), candidate.toLowerCase());
    if (changes < fewest) {
      fewest = changes;
      best = candidate;
    }
  }
  return best;
}

/** Levenshtein: how many letters are put in, left out or changed to get from one word to the other. */
function distance(from: string, to: string): number {
  // Row i of the table holds the changes from the first i letters to each beginning of `to`; the last row is enough.
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const changed = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

/** A value for a sentence: short, in one line, whatever it is. */
function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "an array" : "an object";
  return String(value);
}

/**
 * What an option may be, said once: for the check at the start, for the error that it ends with, and for the
 * table in the reference. Each table of rules stands beside the defaults of its options. A rule never
 * changes a value: "1mb" is no number of bytes here, it is a mistake.
 */

export interface Rule {
  /** Goes on behind "must be". */
  readonly allowed: string;
  /** Asked once, at the start. `undefined` never gets here: it means the default. */
  accepts(value: unknown): boolean;
}

/** A rule for each option: the compiler asks for it when an option is added. */
export type RulesFor<Options> = { readonly [Name in keyof Options]-?: Rule };

/** Beyond it not every whole number is one. */
const MOST = Number.MAX_SAFE_INTEGER;

/** `what` is counted, such as "bytes". `max` is the last value that is allowed. */
export function whole(what: string, min: number, max = MOST): Rule {
  const range = max === MOST ? `of at least ${min}` : `from ${min} to ${max}`;
  return {
    allowed: `a whole number of ${what} ${range}`,
    accepts: (value) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max,
  };
}

/** The same, or Infinity: there is no limit. */
export function wholeOrUnlimited(what: string, min: number): Rule {
  const counted = whole(what, min);
  return orInfinity(counted, "no limit");
}

/** A time that ends. Fractions are fine. */
export function milliseconds(min: number): Rule {
  return {
    allowed: `a number of milliseconds of at least ${min}`,
    accepts: (value) => Number.isFinite(value) && (value as number) >= min,
  };
}

/**
 * A deadline, or Infinity: there is none. However far away it is, it does not come early: the clock of the
 * system cuts what is too long for Node's setTimeout into pieces.
 */
export function millisecondsOrNever(min: number): Rule {
  return orInfinity(milliseconds(min), "never");
}

/** Nothing is taken for true: "false" out of an environment variable would be. */
export const flag: Rule = {
  allowed: "true or false",
  accepts: (value) => typeof value === "boolean",
};

export const text: Rule = {
  allowed: "a string",
  accepts: (value) => typeof value === "string",
};

/** Whether it takes the right arguments, only its call will tell. */
export const callback: Rule = {
  allowed: "a function",
  accepts: (value) => typeof value === "function",
};

/** Options that have a table of their own, or that another place looks at. */
export const group: Rule = {
  allowed: "an object",
  accepts: (value) => typeof value === "object" && value !== null,
};

/** Checked where it is used; here it only has a name. */
export const anything: Rule = { allowed: "anything", accepts: () => true };

/** An object that can do something, whatever made it: told by its methods, since a test brings one of its own. */
export function withMethods(what: string, methods: readonly string[]): Rule {
  return {
    allowed: `${what}, with the methods ${methods.join(", ")}`,
    accepts: (value) => {
      if (typeof value !== "object" || value === null) return false;
      return methods.every((name) => typeof (value as Record<string, unknown>)[name] === "function");
    },
  };
}

/** `meaning` says what Infinity stands for here. */
function orInfinity(rule: Rule, meaning: string): Rule {
  return {
    allowed: `${rule.allowed}, or Infinity: ${meaning}`,
    accepts: (value) => value === Number.POSITIVE_INFINITY || rule.accepts(value),
  };
}

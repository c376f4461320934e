/**
 * What `run` logs to when a program hands in no logger: warnings and errors, each a line on stderr. A program without
 * a log has a terminal, or a service manager that keeps what it says there; no handler should fail in silence. Silence
 * can be asked for, by `silentLogger`. It is no back-end: it has no levels to set, and no colours.
 */

import type { Logger, LogMethod } from "./logger.ts";

/** The longest description of one value, in characters. */
const LONGEST = 500;

/** For the levels that are off: it looks at nothing it is given. */
const off: LogMethod = () => {};

/** `error: handler failed method="GET" path="/x": Error: …`, and below it the stack, for who has to mend it. */
function line(level: "warning" | "error"): LogMethod {
  return (first: object | string, message?: string): void => {
    const fields = typeof first === "string" ? {} : (first as Record<string, unknown>);
    const { err, ...others } = fields;
    const told = Object.entries(others).map(([name, value]) => `${name}=${textOf(value)}`);
    const text = typeof first === "string" ? first : (message ?? "");
    const what = err === undefined ? "" : `: ${level === "error" ? errorText(err) : String(err)}`;
    console.error(`${level}: ${[text, ...told].join(" ")}${what}`);
  };
}

/** As JSON, so that what a client has sent cannot begin a line of its own. */
function textOf(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, LONGEST);
}

/** What was thrown may be anything; an Error with the place where it was made. */
function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? String(error)) : textOf(error);
}

/** Below a warning nothing is put together. */
export const stderrLogger: Logger = {
  trace: off,
  debug: off,
  info: off,
  warn: line("warning"),
  error: line("error"),
  isLevelEnabled: (level) => level === "warn" || level === "error",
};

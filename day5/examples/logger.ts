/**
 * The logging back-end of the example: pino, made readable by pino-pretty. The framework knows only its
 * facade; a pino logger fits it as it is. MY_LOG_LEVEL: trace, debug, info, warn, error or silent.
 * MY_LOG_STYLE: auto (colour on a terminal), always or never.
 */

import { type Logger, pino } from "pino";
import pretty from "pino-pretty";

const LEVELS = ["trace", "debug", "info", "warn", "error", "silent"];
const STYLES = ["auto", "always", "never"];

/** A logger that writes to stdout. A value it does not know is told in one line, and the program ends. */
export function createLogger(): Logger {
  const level = choose("MY_LOG_LEVEL", LEVELS, "info");
  const style = choose("MY_LOG_STYLE", STYLES, "auto");
  const colorize = style === "always" || (style === "auto" && process.stdout.isTTY === true);
  // sync: a log line must not come after the answer that it is about, nor be lost at the exit.
  const stream = pretty({
    colorize,
    sync: true,
    singleLine: true,
    ignore: "pid,hostname",
    translateTime: "SYS:HH:MM:ss.l",
  });
  return pino({ level }, stream);
}

function choose(name: string, known: readonly string[], usual: string): string {
  const value = process.env[name] ?? usual;
  if (known.includes(value)) return value;
  console.error(`${name}="${value}" is not known; use one of ${known.join(", ")}`);
  process.exit(1);
}

/**
 * A logger that cannot fail. What a program hands in may throw at any call: pino does, for an error that is
 * frozen, or one with a chain of causes that is too long. A line of a log is not worth a request, let alone
 * the server. Wrapped once, where a logger comes in; all others just call it.
 */

import { type Logger, type LogLevel, type LogMethod, silentLogger } from "./logger.ts";

/** The longest description of a failure, in characters. */
const LONGEST = 200;

/**
 * Each logger has one wrapper, so its first failure is told once, however many servers it has. Held weakly: a wrapper
 * lives as long as its logger.
 */
const wrappers = new WeakMap<Logger, Logger>([[silentLogger, silentLogger]]);

/** `log`, whose first failure is told in one line on stderr; lines that fail are lost. */
export function safeLogger(log: Logger): Logger {
  const known = wrappers.get(log);
  if (known !== undefined) return known;
  const safe = wrap(log);
  wrappers.set(log, safe);
  // What is wrapped already comes through here again at each layer that takes a logger.
  wrappers.set(safe, safe);
  return safe;
}

/** One wrapper. Its methods are closures and need no object of their own, as pino's do. */
function wrap(log: Logger): Logger {
  // One line for all failures of a logger: one that fails always would else fill stderr at the pace of the requests.
  let isTold = false;
  const fail = (error: unknown, call: string): void => {
    // Only once it could be written: a failure that could not be told leaves the next one its chance.
    if (!isTold) isTold = tell(`the logger failed at ${call}, and is not complained of again`, error);
  };
  // For each of the five levels: the call, what it throws, and what its promise rejects with.
  const guard = (level: LogLevel): LogMethod => {
    return (first: object | string, message?: string): void => {
      try {
        // Called through `log`: a method of a back-end may need its own object.
        const said: unknown = typeof first === "string" ? log[level](first) : log[level](first, message);
        // An async method fails later, when no caller waits for it any more.
        if (said !== undefined) Promise.resolve(said).catch((error) => fail(error, level));
      } catch (error) {
        fail(error, level);
      }
    };
  };
  return {
    trace: guard("trace"),
    debug: guard("debug"),
    info: guard("info"),
    warn: guard("warn"),
    error: guard("error"),
    // Asked on hot paths, so a back-end's own answer is handed on as it is; without one, the level is off.
    isLevelEnabled(level) {
      try {
        const answer: unknown = log.isLevelEnabled(level);
        if (typeof answer === "boolean") return answer;
        Promise.resolve(answer).catch((error) => fail(error, "isLevelEnabled"));
        return Boolean(answer);
      } catch (error) {
        fail(error, "isLevelEnabled");
        return false;
      }
    },
  };
}

/** True when it could be written: at the end of the stack, for one, not even that works. */
function tell(what: string, error: unknown): boolean {
  try {
    // Not through a logger, of course.
    console.error(`${what}: ${describe(error)}`);
    return true;
  } catch {
    return false;
  }
}

/** One line of at most LONGEST characters, whatever was thrown: an Error may carry a whole body in its message. */
function describe(error: unknown): string {
  try {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return text.slice(0, LONGEST).replaceAll(/[\s\p{Cc}]+/gu, " ");
  } catch {
    return "something that cannot be shown";
  }
}

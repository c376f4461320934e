/** The loggers that hear of what is thrown: none, a real one, and two that throw themselves. */

import { pino } from "pino";
import type { Logger } from "../../day5/src/index.ts";
import { ray } from "./stage.ts";

const fail = (): never => {
  throw new Error("no log today");
};

function broken(call: () => unknown): Logger {
  const log = call as never;
  return { trace: log, debug: log, info: log, warn: log, error: log, isLevelEnabled: log };
}

const loggers: Readonly<Record<string, Logger>> = {
  none: ray.silentLogger,
  // Serializes all and writes nothing.
  pino: pino({ level: "trace" }, { write: () => {} }),
  throwing: broken(fail),
  rejecting: broken(async () => fail()),
};

export const loggerNames: readonly string[] = Object.keys(loggers);

/** Errors: there is no such logger. */
export function loggerOf(name = ""): Logger {
  const logger = loggers[name];
  if (logger === undefined) throw new Error(`LOGGER must be one of ${loggerNames.join(", ")}, not "${name}"`);
  return logger;
}

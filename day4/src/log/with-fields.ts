/**
 * A Logger that adds the same fields to every line, such as the name of the server that speaks. `listen` wraps the
 * logger of a server with a name in it; a back-end with children of its own, such as pino, needs nothing of this.
 */

import { types } from "node:util";
import type { Logger, LogMethod } from "./logger.ts";

/**
 * `log` with `fields` in front of those of each line. What is no plain object keeps its shape: an Error is the
 * field `err` and says the message where there is none, as pino has it; anything else is the field `value`.
 */
export function withFields(log: Logger, fields: object): Logger {
  const add = (write: (fields: object, message?: string) => void): LogMethod => {
    return (first: object | string, message?: string) => {
      if (typeof first === "string") write(fields, first);
      else if (isPlain(first)) write({ ...fields, ...first }, message);
      else if (isError(first)) write({ ...fields, err: first }, message ?? first.message);
      else write({ ...fields, value: first }, message);
    };
  };
  return {
    // Called through `log`: a method of a back-end may need its own object.
    trace: add((all, message) => log.trace(all, message)),
    debug: add((all, message) => log.debug(all, message)),
    info: add((all, message) => log.info(all, message)),
    warn: add((all, message) => log.warn(all, message)),
    error: add((all, message) => log.error(all, message)),
    isLevelEnabled: (level) => log.isLevelEnabled(level),
  };
}

/** Its own fields are all that there is of it: spreading loses nothing. */
function isPlain(value: object): boolean {
  const prototype: object | null = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Also one of another realm, such as a vm's: its Error is not ours. */
function isError(value: object): value is Error {
  return value instanceof Error || types.isNativeError(value);
}

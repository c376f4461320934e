/**
 * A Logger that adds the same fields to every line, such as the name of the server that speaks. TcpServer
 * wraps its logger in it; a back-end with children of its own, such as pino, needs nothing of this.
 */

import type { Logger, LogMethod } from "./logger.ts";

/** `log` with `fields` in front of those of each line. */
export function withFields(log: Logger, fields: object): Logger {
  const add = (write: (fields: object, message?: string) => void): LogMethod => {
    return (first: object | string, message?: string) => {
      if (typeof first === "string") write(fields, first);
      else write({ ...fields, ...first }, message);
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

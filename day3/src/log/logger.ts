/**
 * The logging facade: the few methods the framework calls, in the shape of pino, so that a pino
 * instance fits as it is. Every layer may log through it; none of them knows a back-end.
 * It never formats, filters or writes anything itself.
 */

import { withMethods } from "../guard/rule.ts";

/** From the finest to the gravest. The framework logs look-ups at trace, routes at debug, start and stop at info. */
export type LogLevel = "trace" | "debug" | "info" | "warn" | "error";

/** One log method: fields first, then the sentence; or the sentence alone. */
export interface LogMethod {
  (fields: object, message?: string): void;
  (message: string): void;
}

export interface Logger {
  readonly trace: LogMethod;
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warn: LogMethod;
  readonly error: LogMethod;
  /** Ask before building costly fields, so that a level that is off costs nothing. */
  isLevelEnabled(level: LogLevel): boolean;
}

const nothing: LogMethod = () => {};

/** The default everywhere: a library that was not asked to speak is silent. */
export const silentLogger: Logger = {
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  isLevelEnabled: () => false,
};

/** A back-end that lacks one of them is refused at the start, and not at the first line that it would have lost. */
export const loggerRule = withMethods("a logger", [
  "trace",
  "debug",
  "info",
  "warn",
  "error",
  "isLevelEnabled",
]);

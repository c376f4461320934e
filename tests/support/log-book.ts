/** A Logger that keeps what it is told, for tests that ask what a server has logged. */

import type { Logger } from "../../day5/src/index.ts";
import type { LogLevel, LogMethod } from "../../day5/src/log/logger.ts";

export interface LogEntry {
  readonly level: LogLevel;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

export class LogBook implements Logger {
  readonly entries: LogEntry[] = [];
  readonly trace = this.#method("trace");
  readonly debug = this.#method("debug");
  readonly info = this.#method("info");
  readonly warn = this.#method("warn");
  readonly error = this.#method("error");

  isLevelEnabled(): boolean {
    return true;
  }

  /** The messages of one level, in order. */
  messages(level: LogLevel): string[] {
    return this.entries.filter((entry) => entry.level === level).map((entry) => entry.message);
  }

  /** What was logged as `err` on that level, in order. */
  errors(level: LogLevel): unknown[] {
    return this.entries.filter((entry) => entry.level === level).map((entry) => entry.fields.err);
  }

  #method(level: LogLevel): LogMethod {
    return (first: object | string, message?: string): void => {
      if (typeof first === "string") this.entries.push({ level, fields: {}, message: first });
      else this.entries.push({ level, fields: { ...first }, message: message ?? "" });
    };
  }
}

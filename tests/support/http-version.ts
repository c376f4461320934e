/**
 * The version of HTTP that tests speak which name none: RAY_HTTP is "h2c" or "h2" (`npm test -- --http h2c` sets it), or
 * absent for HTTP/1.1. Here is counted which test has really asked in it, and npm test tells the sum.
 */

import { afterEach } from "node:test";
import { tell } from "../../scripts/test/channel.ts";

export type Version = "h2c" | "h2";

function readVersion(): Version | null {
  const text = process.env.RAY_HTTP ?? "";
  if (text === "h2c" || text === "h2" || text === "") return text === "" ? null : (text as Version);
  throw new Error(`RAY_HTTP must be h2c or h2, not "${text}"`);
}

/** Null: HTTP/1.1, as the tests are written. */
export const version: Version | null = readVersion();

/** That of the connections over which they are asked. */
export const scheme: "http" | "https" = version === "h2" ? "https" : "http";

/** Requests since the last test has ended. */
const asked = { over: 0, beside: 0 };

/** One more request: over the version, or beside it, in bytes that only HTTP/1.1 knows. */
export function count(how: keyof typeof asked): void {
  asked[how] += 1;
}

// Of the root suite, so it hears of every test of the process; tests of one process run one after the other.
if (version !== null)
  afterEach((t) => {
    if (asked.over + asked.beside > 0)
      tell({ kind: "asked", name: "name" in t ? t.name : "", nesting: 0, ms: 0, suite: false, asked });
    asked.over = 0;
    asked.beside = 0;
  });

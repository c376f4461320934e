/**
 * The requests of a set as strings. "same": always the same constants, as the benchmarks of routers have them;
 * V8 knows the hash of those, and may even remember how it split them. "fresh": every path is cut out of a new
 * request head, as a server does it, so nothing is known of it but its text.
 */

import type { RouteLine } from "./rest-api.ts";

export type Strings = "same" | "fresh";

/** Method, path, method, path …: `times` times all of `requests`. */
export function requestStrings(requests: readonly RouteLine[], times: number, strings: Strings): string[] {
  const all: string[] = [];
  for (let i = 0; i < times; i++) {
    for (const [method, path] of requests) {
      all.push(method, strings === "same" ? path : cutOut(method, path));
    }
  }
  return all;
}

function cutOut(method: string, path: string): string {
  const head = Buffer.from(`${method} ${path} HTTP/1.1\r\nHost: bench.example\r\n\r\n`).toString("latin1");
  return head.slice(method.length + 1, method.length + 1 + path.length);
}

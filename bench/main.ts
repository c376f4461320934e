/**
 * `npm run bench -- SUITE OPTIONS`: one suite for each question. Each is started only when it is asked for,
 * and knows its own options. Without a word it is `http`. Exit codes: 0 done, 1 something failed, 2 wrong
 * words, 3 something is missing.
 */

import { bearClosedPipe } from "../scripts/shared/closed-pipe.ts";

type Suite = (words: readonly string[]) => number | Promise<number>;

const suites: Record<string, { readonly question: string; readonly start: () => Promise<Suite> }> = {
  http: {
    question: "requests a second, CPU, p99 and memory, against other servers",
    start: async () => (await import("./http/main.ts")).benchHttp,
  },
  app: {
    question: "a small service with sessions, a schema and files, on several frameworks",
    start: async () => (await import("./app/main.ts")).benchApp,
  },
  h2: {
    question: "the same over HTTP/2 in clear text, with h2load",
    start: async () => (await import("./h2/main.ts")).benchH2,
  },
  site: {
    question: "the pages of the course's own site, against other servers of files",
    start: async () => (await import("./site/main.ts")).benchSite,
  },
  workers: {
    question: "one process and several on one port, and what limits them",
    start: async () => (await import("./workers/main.ts")).benchWorkers,
  },
  router: {
    question: "look-ups, against other routers",
    start: async () => (await import("./router/main.ts")).benchRouter,
  },
  micro: {
    question: "the hot files of HTTP/1.1, each against its naive twin",
    start: async () => (await import("./micro/main.ts")).benchMicro,
  },
  profile: {
    question: "where the time of a request goes, as a picture",
    start: async () => (await import("./profile/main.ts")).benchProfile,
  },
};

bearClosedPipe();
const words = process.argv.slice(2);
const name = words[0]?.startsWith("-") === false ? (words.shift() as string) : "http";
const suite = words.includes("--help") ? undefined : suites[name];
if (suite === undefined) {
  const lines = Object.entries(suites).map(([each, { question }]) => `  ${each.padEnd(8)} ${question}`);
  console.error(
    `npm run bench -- SUITE OPTIONS; the head of bench/SUITE/main.ts lists the options\n${lines.join("\n")}`,
  );
  process.exit(words.includes("--help") ? 0 : 2);
}
process.exit(await (await suite.start())(words));

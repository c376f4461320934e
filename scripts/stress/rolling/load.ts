/** Requests through a proxy, every second one a POST of 1 KiB, and what became of each. */

import { Agent, request } from "node:http";

const CLIENTS = 16;
const TIMEOUT_MS = 10_000;
const body = Buffer.alloc(1024, "x");

export interface Tally {
  asked: number;
  /** By what went wrong: "POST 502", "GET ECONNRESET". Empty: nothing was lost. */
  readonly lost: Map<string, number>;
}

export function lostOf({ lost }: Tally): number {
  return [...lost.values()].reduce((sum, count) => sum + count, 0);
}

/** Asks until `count` requests are through and `mayEnd` says so. At most `perSecond` of them. */
export async function load(
  port: number,
  count: number,
  perSecond: number,
  mayEnd: () => boolean,
  tally: Tally,
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const begin = performance.now();
  const client = async () => {
    while (tally.asked < count || !mayEnd()) {
      const number = tally.asked;
      tally.asked += 1;
      const early = begin + (number / perSecond) * 1_000 - performance.now();
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      const method = number % 2 === 0 ? "POST" : "GET";
      const wrong = await ask(agent, port, method);
      if (wrong !== null)
        tally.lost.set(`${method} ${wrong}`, (tally.lost.get(`${method} ${wrong}`) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  agent.destroy();
}

/** Null when the answer is whole and right; else what it was instead. */
function ask(agent: Agent, port: number, method: "GET" | "POST"): Promise<string | null> {
  const isPost = method === "POST";
  const wanted = isPost ? body.length : "hello\n".length;
  return new Promise((resolve) => {
    const path = isPost ? "/echo" : "/";
    const headers = isPost ? { "content-type": "text/plain", "content-length": body.length } : {};
    const sent = request({ agent, host: "127.0.0.1", port, method, path, headers, timeout: TIMEOUT_MS });
    sent.on("timeout", () => sent.destroy(Object.assign(new Error("late"), { code: "late" })));
    sent.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    sent.on("response", (answer) => {
      let length = 0;
      answer.on("data", (piece: Buffer) => {
        length += piece.length;
      });
      answer.on("error", () => resolve("cut off"));
      answer.on("end", () => {
        if (answer.statusCode !== 200) resolve(String(answer.statusCode));
        else resolve(length === wanted ? null : "wrong length");
      });
    });
    sent.end(isPost ? body : undefined);
  });
}

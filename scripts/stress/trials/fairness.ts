/** A stream whose pieces are always ready takes no other's turn: neither another client's nor SIGTERM's. */

import { once } from "node:events";
import { connect } from "node:net";
import { Client } from "../client.ts";
import { ServerProcess } from "../server-process.ts";
import { check, pause, type Trial } from "../trial.ts";

const LINES = 3_000_000;
const REST_MS = 500;
const MEASURED_MS = 2_500;
const PATIENCE_MS = 8_000;
/** So many answers are there beside the lines, at least … */
const FEW = 10;
/** … and none takes so much of that time: far more than what a busy machine takes. */
const SHARE = 1 / 2;
const LAST_CHUNK = "0\r\n\r\n";

interface Reading {
  /** Resolves with the first bytes. */
  readonly begun: Promise<unknown>;
  /** All has come. */
  readonly isWhole: () => boolean;
  readonly leave: () => void;
}

function read(port: number): Reading {
  const socket = connect({ port, host: "127.0.0.1" });
  socket.write(`GET /lines/${LINES} HTTP/1.1\r\nHost: stress\r\n\r\n`);
  let tail = "";
  socket
    .on("error", () => {})
    .on("data", (chunk: Buffer) => {
      tail = (tail + chunk.toString("latin1", Math.max(0, chunk.length - LAST_CHUNK.length))).slice(
        -LAST_CHUNK.length,
      );
    });
  return { begun: once(socket, "data"), isWhole: () => tail === LAST_CHUNK, leave: () => socket.destroy() };
}

/** How long each of its requests takes, one after the other, until `isOver`. In milliseconds, the shortest first. */
async function askOn(port: number, isOver: () => boolean): Promise<number[]> {
  const client = await Client.connect(port);
  const times: number[] = [];
  while (!isOver()) {
    const begin = performance.now();
    const patience = setTimeout(() => client.destroy(), PATIENCE_MS);
    const answer = await client.ask("/");
    clearTimeout(patience);
    check(answer?.status === 200, `after ${times.length} answers, none came within ${PATIENCE_MS} ms`);
    times.push(performance.now() - begin);
  }
  await client.end();
  return times.sort((a, b) => a - b);
}

function percentile(times: readonly number[], share: number): number {
  return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
}

function describe(times: readonly number[]): string {
  return `${times.length} answers, p99 ${percentile(times, 0.99).toFixed(1)} ms, ${percentile(times, 1).toFixed(1)} ms at most`;
}

export const fairness: Trial = {
  name: "turns",
  asks: `one client reads ${LINES} lines that are ready: another is answered meanwhile, and SIGTERM is heard`,
  async run(progress) {
    const server = await ServerProcess.start({});
    try {
      const restEnd = performance.now() + REST_MS;
      const alone = await askOn(server.port, () => performance.now() > restEnd);
      const first = read(server.port);
      await first.begun;
      const begin = performance.now();
      const beside = await askOn(
        server.port,
        () => first.isWhole() || performance.now() - begin > MEASURED_MS,
      );
      const ms = performance.now() - begin;
      first.leave();
      progress(describe(beside));

      const idle = await Client.connect(server.port);
      await idle.ask("/");
      const second = read(server.port);
      await second.begun;
      const signalled = performance.now();
      server.terminate();
      // Who is idle when the server stops is sent away at once.
      const isHeard = await Promise.race([idle.closed.then(() => true), pause(PATIENCE_MS)]);
      check(
        isHeard === true,
        `SIGTERM is not heard within ${PATIENCE_MS} ms; beside the lines: ${describe(beside)}`,
      );
      const heard = `SIGTERM heard after ${(performance.now() - signalled).toFixed(0)} ms`;
      const isMeanwhile = !second.isWhole();
      second.leave();
      const code = await server.exited;

      const figures = `alone: ${describe(alone)}; beside ${(ms / 1000).toFixed(1)} s of lines: ${describe(beside)}; ${heard}`;
      check(beside.length >= FEW && percentile(beside, 1) < SHARE * ms, figures);
      check(isMeanwhile, `${figures}, when the lines were at their end`);
      check(code === 0, `${figures}; the server ended with ${code}`);
      return figures;
    } finally {
      await server.stop();
    }
  },
};

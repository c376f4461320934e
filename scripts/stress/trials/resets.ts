/** A client that has pipelined a great many requests and resets: what it asked for is not worked off. */

import { once } from "node:events";
import { Client } from "../client.ts";
import { ServerProcess } from "../server-process.ts";
import { check, type Trial } from "../trial.ts";

const REQUESTS = 1_800;
/** Each works for 20 ms. What is at work when the reset comes may be finished; whole seconds of work may not. */
const ALLOWED = 100;
const PATIENCE_MS = 10_000;
const request = "POST /work HTTP/1.1\r\nHost: stress\r\nContent-Length: 1\r\n\r\nx";

/** Milliseconds until a client has its answer; null when that takes too long. */
async function honest(port: number): Promise<number | null> {
  const begin = performance.now();
  const client = await Client.connect(port);
  const timer = setTimeout(() => client.destroy(), PATIENCE_MS);
  const answer = await client.ask("/");
  clearTimeout(timer);
  if (!client.isClosed) await client.end();
  return answer === null ? null : performance.now() - begin;
}

export const resets: Trial = {
  name: "resets",
  asks: `${REQUESTS} pipelined POSTs, then a reset, at maxConnections 1: the rest is not worked off, the next is served`,
  async run() {
    const server = await ServerProcess.start({ maxConnections: 1 });
    try {
      const alone = await honest(server.port);
      const client = await Client.connect(server.port);
      const sent = new Promise((resolve) => client.socket.write(request.repeat(REQUESTS), resolve));
      await Promise.all([sent, once(client.socket, "data")]);
      client.socket.resetAndDestroy();
      const after = await honest(server.port);
      const { worked } = await server.figures();
      const tell = (ms: number | null) => (ms === null ? `more than ${PATIENCE_MS}` : ms.toFixed(0));
      const figures = `${worked} of ${REQUESTS} were worked on; the next waited ${tell(after)} ms, ${tell(alone)} ms alone`;
      check(after !== null && worked <= ALLOWED, figures);
      return figures;
    } finally {
      await server.stop();
    }
  },
};

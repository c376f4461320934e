/** Clients that drip their heads and bodies do not slow down the healthy ones, and are gone when they are due. */

import { type Client, connectAll } from "../client.ts";
import { connections } from "../figures.ts";
import { ServerProcess } from "../server-process.ts";
import { check, pause, type Trial, until } from "../trial.ts";

const COUNT = 200;
const TIMEOUT_MS = 4_000;
/** Within the deadline of the slow ones. */
const MEASURED_MS = 2_500;
const FACTOR = 3;

/** The time that 99 of 100 requests take at most, asked one after the other by a few clients. */
async function p99(port: number, ms: number): Promise<number> {
  const times: number[] = [];
  const end = performance.now() + ms;
  const clients = await connectAll(port, 4);
  const ask = async (client: Client) => {
    while (performance.now() < end) {
      const start = performance.now();
      const answer = await client.ask("/");
      check(answer?.status === 200, "a healthy client got no answer");
      times.push(performance.now() - start);
      // A pace, not a flood: what is measured is waiting, not how much fits.
      await pause(1);
    }
    await client.end();
  };
  await Promise.all(clients.map(ask));
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length * 0.99)] as number;
}

/** Slow clients of both kinds, each with a few bytes a second, and not all at once. */
async function drip(port: number): Promise<Client[]> {
  const slow = await connectAll(port, 2 * COUNT);
  const heads = "GET / HTTP/1.1\r\nHost: stress\r\nX-Slow: ";
  const body = "POST /echo HTTP/1.1\r\nHost: stress\r\nContent-Length: 100000\r\n\r\n";
  for (const [index, { socket }] of slow.entries()) {
    if (index >= COUNT) socket.write(body);
    let sent = 0;
    const next = () => socket.write(index >= COUNT ? "x" : (heads[sent++] ?? "x"));
    const timer = setInterval(next, 300 + index);
    socket.on("close", () => clearInterval(timer));
  }
  return slow;
}

export const slowClients: Trial = {
  name: "slow",
  asks: `${COUNT} slow heads and ${COUNT} slow bodies: a healthy client's p99 stays within ${FACTOR} ×, the slow are gone in time`,
  async run(progress) {
    const limits = { headTimeoutMs: TIMEOUT_MS, bodyTimeoutMs: TIMEOUT_MS };
    const server = await ServerProcess.start({ limits });
    try {
      await p99(server.port, 500);
      progress("a healthy client alone");
      const before = await p99(server.port, MEASURED_MS);
      const begin = performance.now();
      const slow = await drip(server.port);
      progress("among slow ones");
      const among = await p99(server.port, MEASURED_MS);
      check(
        slow.every((client) => !client.isClosed),
        "slow clients were sent away before their time",
      );
      const patience = TIMEOUT_MS + 3_000 - (performance.now() - begin);
      const answers = Promise.all(slow.map((client) => client.answer()));
      await until(() => slow.every((client) => client.isClosed), patience, "the slow clients are gone");
      const told = (await answers).filter((answer) => answer?.status === 408).length;
      check(told === slow.length, `only ${told} of ${slow.length} slow clients were told 408`);
      const none = async () => connections(await server.figures()) === 0;
      await until(none, 4_000, "the server holds no connection any more");
      // What else the machine does is no fault of the slow clients: so once more without them.
      const alone = Math.max(before, await p99(server.port, MEASURED_MS));
      const figures = `p99 ${alone.toFixed(2)} ms alone, ${among.toFixed(2)} ms among them`;
      check(among <= FACTOR * alone, figures);
      return `${figures}; all ${told} got their 408`;
    } finally {
      await server.stop();
    }
  },
};

/** Many requests on a few connections, then many connections: nothing of them is left. */

import { Client, connectAll } from "../client.ts";
import { type Figures, mebibytes } from "../figures.ts";
import { ServerProcess } from "../server-process.ts";
import { check, type Trial, until } from "../trial.ts";

const REQUESTS = 200_000;
const CONNECTIONS = 10_000;
const ALLOWED = 5 * 1024 * 1024;

async function askMany(port: number, count: number): Promise<void> {
  const clients = await connectAll(port, 64);
  let left = count;
  const ask = async (client: Client) => {
    while (left-- > 0) check((await client.ask("/"))?.status === 200, "a request got no answer");
    await client.end();
  };
  await Promise.all(clients.map(ask));
}

async function connectMany(port: number, count: number): Promise<void> {
  let left = count;
  const come = async () => {
    while (left-- > 0) {
      const client = await Client.connect(port);
      check((await client.ask("/"))?.status === 200, "a request got no answer");
      await client.end();
    }
  };
  await Promise.all(Array.from({ length: 32 }, come));
}

const names = ({ handles }: Figures) => [...handles].sort().join(" ");

export const nothingLeft: Trial = {
  name: "leaks",
  asks: `${REQUESTS} requests, then ${CONNECTIONS} connections: the heap is as before within 5 MB, and no handle is left`,
  async run(progress) {
    const server = await ServerProcess.start({});
    try {
      // What is made at first use is not a leak.
      await askMany(server.port, 2_000);
      const before = await server.figures();
      await askMany(server.port, REQUESTS);
      progress("the requests are done");
      await connectMany(server.port, CONNECTIONS);
      let after = await server.figures();
      await until(
        async () => {
          after = await server.figures();
          return names(after) === names(before);
        },
        5_000,
        () => `handles ${names(after)} instead of ${names(before)}`,
      );
      const grown = after.heapUsed - before.heapUsed;
      check(Math.abs(grown) < ALLOWED, `the heap has grown by ${mebibytes(grown)}`);
      return `heap ${mebibytes(before.heapUsed)} before, ${mebibytes(after.heapUsed)} after; handles: ${names(after)}`;
    } finally {
      await server.stop();
    }
  },
};

/** Files that became an answer and are not read to their end: each is closed, and none ends the process. */

import { once } from "node:events";
import { Client, connectAll } from "../client.ts";
import { ServerProcess } from "../server-process.ts";
import { check, Failure, NotHere, type Trial, until } from "../trial.ts";

const HEADS = 2_000;
const OTHERS = 500;
const CLIENTS = 20;
/** Descriptors that a server opens for itself, now and then. */
const ALLOWED = 5;

type Ask = (client: Client, port: number) => Promise<unknown>;

/** Leaves when the first bytes are here. */
async function leave(port: number): Promise<void> {
  const client = await Client.connect(port);
  client.socket.write("GET /file HTTP/1.1\r\nHost: stress\r\n\r\n");
  await once(client.socket, "data");
  client.destroy();
}

/** How files are dropped, and how often. */
const ways: readonly (readonly [string, number, Ask])[] = [
  ["HEAD", HEADS, (client) => client.askHead("/file")],
  ["replaced", OTHERS, (client) => client.ask("/replaced")],
  ["refused", OTHERS, (client) => client.ask("/refused")],
  ["left", OTHERS, (_, port) => leave(port)],
  ["missing, HEAD", OTHERS, (client) => client.askHead("/missing")],
];

async function askOften(port: number, count: number, ask: Ask): Promise<void> {
  const clients = await connectAll(port, CLIENTS);
  let left = count;
  const askOn = async (client: Client) => {
    while (left-- > 0) {
      check(!client.isClosed, "the server has closed a connection");
      await ask(client, port);
    }
    await client.end();
  };
  await Promise.all(clients.map(askOn));
}

async function openFiles(server: ServerProcess): Promise<number> {
  const { files } = await server.figures();
  if (files === null) throw new NotHere("it needs /proc, which tells the open files of a process");
  return files;
}

export const dropped: Trial = {
  name: "dropped",
  asks: `${HEADS} HEADs of a file, and ${OTHERS} of each other way to drop one: no descriptor stays open, the process lives`,
  async run(progress) {
    const server = await ServerProcess.start({});
    const told: string[] = [];
    let isFailed = false;
    try {
      await askOften(server.port, CLIENTS, (client) => client.ask("/"));
      let before = await openFiles(server);
      for (const [way, count, ask] of ways) {
        let files = before;
        const isBack = async () => {
          files = await openFiles(server);
          return files - before <= ALLOWED;
        };
        try {
          await askOften(server.port, count, ask);
          await until(isBack, 2_000, "the files are closed").catch(() => {
            isFailed = true;
          });
        } catch (error) {
          if (error instanceof NotHere) throw error;
          throw new Failure([...told, `${way}: ${(error as Error).message}`].join("; "));
        }
        told.push(`${way}: ${Math.max(0, files - before)} of ${count} open`);
        progress(told.at(-1) as string);
        before = Math.max(before, files);
      }
      // It breaks off, since its head has gone out: that is all that happens.
      const missing = await Client.connect(server.port);
      await missing.ask("/missing").catch(() => {});
      const last = await (await Client.connect(server.port)).ask("/");
      check(last?.status === 200, "a client got no answer afterwards");
      check(!isFailed, told.join("; "));
      return `${told.join("; ")}; and it serves on`;
    } finally {
      await server.stop();
    }
  },
};

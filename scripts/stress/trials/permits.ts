/** Clients that leave while a stream waits for its next piece give their places back. */

import { Client, connectAll } from "../client.ts";
import { ServerProcess } from "../server-process.ts";
import { check, Failure, type Trial } from "../trial.ts";

const PLACES = 2;
const PATIENCE_MS = 5_000;
const kinds = ["generator", "node", "web"] as const;

const leaves: Readonly<Record<string, (client: Client) => unknown>> = {
  FIN: (client) => client.destroy(),
  RST: (client) => client.socket.resetAndDestroy(),
};

const UNREAD = 800_000;
const bodies: Readonly<Record<string, (path: string) => string>> = {
  GET: (path) => `GET ${path} HTTP/1.1\r\nHost: stress\r\n\r\n`,
  "800 kB unread": (path) =>
    `POST ${path} HTTP/1.1\r\nHost: stress\r\nContent-Length: ${UNREAD}\r\n\r\n${"x".repeat(UNREAD)}`,
};

const ways = kinds.flatMap((kind) =>
  Object.entries(leaves).flatMap(([how, leave]) =>
    Object.entries(bodies).map(([what, bytes]) => ({
      name: `${kind}, ${what}, ${how}`,
      bytes: bytes(`/waiting/${kind}`),
      leave,
    })),
  ),
);

/** Takes a place: resolves when the first piece is here and all that it sends is on its way. */
async function occupy(port: number, bytes: string): Promise<Client> {
  const client = await Client.connect(port);
  const sent = new Promise((resolve) => client.socket.write(bytes, "latin1", resolve));
  const heard = new Promise<void>((resolve, reject) => {
    let text = "";
    client.socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      if (text.includes("first\n")) resolve();
    });
    client.socket.on("close", () => reject(new Failure("a stream got no place")));
  });
  await Promise.all([heard, sent]);
  return client;
}

function occupyAll(port: number, bytes: string): Promise<Client[]> {
  return Promise.all(Array.from({ length: PLACES }, () => occupy(port, bytes)));
}

/** Milliseconds until as many honest clients as there are places have their answers, all connected at once. */
async function allPlaces(port: number): Promise<number> {
  const begin = performance.now();
  const clients = await connectAll(port, PLACES);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, null);
  });
  const answers = Promise.all(clients.map((client) => client.ask("/")));
  const inTime = await Promise.race([answers, late]);
  clearTimeout(timer);
  if (inTime === null) answers.catch(() => {});
  const ms = performance.now() - begin;
  if (inTime === null) for (const client of clients) client.destroy();
  else await Promise.all(clients.map((client) => client.end()));
  return inTime?.every((answer) => answer?.status === 200) ? ms : Number.POSITIVE_INFINITY;
}

export const permits: Trial = {
  name: "permits",
  asks: `${PLACES} clients leave streams that wait, in ${ways.length} ways, at maxConnections ${PLACES}: the next ones are served`,
  async run() {
    const server = await ServerProcess.start({ maxConnections: PLACES });
    let longest = 0;
    try {
      const alone = await allPlaces(server.port);
      for (const [done, { name, bytes, leave }] of ways.entries()) {
        for (const client of await occupyAll(server.port, bytes)) leave(client);
        const ms = await allPlaces(server.port);
        check(
          ms < Number.POSITIVE_INFINITY,
          `no client is served within ${PATIENCE_MS} ms after: ${name}; ${done} of ${ways.length} gave their places back before`,
        );
        longest = Math.max(longest, ms);
      }
      return `${ways.length} of ${ways.length} gave their places back; ${alone.toFixed(0)} ms alone, ${longest.toFixed(0)} ms at most after them`;
    } finally {
      await server.stop();
    }
  },
};

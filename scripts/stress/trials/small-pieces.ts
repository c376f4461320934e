/** Bodies in chunks of one byte: what is held is of the order of what the bodies are, however they are cut. */

import { type Client, connectAll } from "../client.ts";
import { mebibytes } from "../figures.ts";
import { ServerProcess } from "../server-process.ts";
import { check, Failure, pause, type Trial } from "../trial.ts";

const BYTES = 1024 * 1024;
const CLIENTS = 4;
const HEAP_MB = 256;
/** For each body: many times its bytes, and a fraction of an object for each of them. */
const ALLOWED = 16 * 1024 * 1024;
/** No change, as far as a collection of garbage is exact. */
const SAME = 64 * 1024;

const head = "POST /echo HTTP/1.1\r\nHost: stress\r\nTransfer-Encoding: chunked\r\n\r\n";
const chunks = "1\r\nx\r\n".repeat(BYTES);

/** All but the end: the server holds it until that comes. */
function sendAll({ socket }: Client): Promise<unknown> {
  return new Promise((resolve) => socket.write(head + chunks, "latin1", resolve));
}

/**
 * Looks at what lives in the server, in bytes, until it has read all: then its memory does not change any more.
 * Errors: Failure when the server ends.
 */
async function watch(
  server: ServerProcess,
  sent: Promise<unknown>,
  see: (bytes: number) => void,
): Promise<void> {
  let isSent = false;
  sent.then(() => {
    isSent = true;
  });
  for (let last = 0, same = 0; !isSent || same < 5; ) {
    // Each look takes a round of the server's loop, in which it reads what has come.
    const { heapUsed } = await server.figures();
    same = isSent && Math.abs(heapUsed - last) < SAME ? same + 1 : 0;
    last = heapUsed;
    see(heapUsed);
    await pause(50);
  }
}

export const smallPieces: Trial = {
  name: "pieces",
  asks: `${CLIENTS} bodies of 1 MiB in chunks of one byte, within ${HEAP_MB} MB of heap: they cost not much more than their bytes`,
  async run() {
    const server = await ServerProcess.start({}, { heapMb: HEAP_MB });
    try {
      const clients = await connectAll(server.port, CLIENTS);
      // What is made at first use is not what we measure.
      for (const client of clients) await client.send(`${head}1\r\nx\r\n0\r\n\r\n`);
      const before = (await server.figures()).heapUsed;
      let most = before;
      const see = (heapUsed: number) => {
        most = Math.max(most, heapUsed);
      };
      const held = () => `${mebibytes((most - before) / CLIENTS)} of heap for each of ${CLIENTS} bodies`;
      await watch(server, Promise.all(clients.map(sendAll)), see).catch((error: Error) => {
        throw new Failure(`${error.message}, with ${held()} at the last look`);
      });
      for (const client of clients) {
        const answer = await client.send("0\r\n\r\n");
        check(answer?.status === 200 && answer.body.length === BYTES, `a wrong answer: ${answer?.status}`);
        client.destroy();
      }
      check((most - before) / CLIENTS < ALLOWED, held());
      return held();
    } finally {
      await server.stop();
    }
  },
};

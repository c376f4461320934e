/** Clients that begin a TLS handshake and say no more hold nobody up, and are gone when they are due. */

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, get } from "node:https";
import { fileURLToPath } from "node:url";
import { type Client, connectAll } from "../client.ts";
import { connections } from "../figures.ts";
import { p99Of } from "../healthy.ts";
import { ServerProcess } from "../server-process.ts";
import { check, type Trial, until } from "../trial.ts";

const COUNT = 400;
const TIMEOUT_MS = 4_000;
/** Within the deadline of those that stall. */
const MEASURED_MS = 2_500;
const FACTOR = 5;
/** The beginning of a ClientHello that says that 508 bytes follow. */
const HELLO = "16030101fc0100";

const file = (name: string) =>
  fileURLToPath(new URL(`../../../tests/support/tls/${name}.pem`, import.meta.url));

async function ask(port: number, agent: Agent): Promise<number | undefined> {
  const asked = get({ host: "127.0.0.1", port, agent });
  const [answer] = await once(asked, "response");
  answer.resume();
  await once(answer, "end");
  return answer.statusCode;
}

export const handshakes: Trial = {
  name: "shakes",
  asks: `${COUNT} TLS handshakes that stall: new clients shake hands within ${FACTOR} × their time, the others are gone in time`,
  async run(progress) {
    const tls = { cert: file("cert"), key: file("key") };
    const server = await ServerProcess.start({ tls, limits: { headTimeoutMs: TIMEOUT_MS } });
    // A handshake for each request: that is what the others could hold up.
    const agent = new Agent({ keepAlive: false, maxCachedSessions: 0, ca: readFileSync(tls.cert) });
    try {
      const measure = () => p99Of(() => ask(server.port, agent), MEASURED_MS);
      await p99Of(() => ask(server.port, agent), 500);
      const alone = await measure();
      const begin = performance.now();
      const stalled: Client[] = await connectAll(server.port, COUNT);
      for (const { socket } of stalled) socket.write(Buffer.from(HELLO, "hex"));
      progress("among those that stall");
      const among = await measure();
      check(
        stalled.every((client) => !client.isClosed),
        "they were sent away before their time",
      );
      const patience = TIMEOUT_MS + 4_000 - (performance.now() - begin);
      await until(() => stalled.every((client) => client.isClosed), patience, "those that stall are gone");
      const none = async () => connections(await server.figures()) === 0;
      await until(none, 4_000, "the server holds no connection any more");
      const figures = `p99 with a handshake ${alone.toFixed(1)} ms alone, ${among.toFixed(1)} ms among ${COUNT}; all are gone`;
      check(among <= FACTOR * alone, figures);
      return figures;
    } finally {
      agent.destroy();
      await server.stop();
    }
  },
};

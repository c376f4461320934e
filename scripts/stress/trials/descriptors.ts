/** A server that may not open any more files: it neither ends nor spins, and it serves whom it has. */

import { connect, type Socket } from "node:net";
import { Client } from "../client.ts";
import { ServerProcess } from "../server-process.ts";
import { check, NotHere, pause, type Trial, until } from "../trial.ts";

const FILES = 64;
const STORM = 300;
const SECONDS = 3;

/** Node opens many modules at once while it loads a program, and may run out of files before there is a server. */
async function start(tries = 5): Promise<ServerProcess> {
  try {
    return await ServerProcess.start({}, { files: FILES });
  } catch (error) {
    if (tries <= 1) throw error;
    return start(tries - 1);
  }
}

export const descriptors: Trial = {
  name: "files",
  asks: `${STORM} clients storm a server with ulimit -n ${FILES}: it does not end, does not spin, and recovers`,
  async run() {
    if (process.platform === "win32") throw new NotHere("Windows has no ulimit");
    const server = await start();
    try {
      const served = await Client.connect(server.port);
      check((await served.ask("/"))?.status === 200, "the server does not answer");
      let open = 0;
      const storm: Socket[] = [];
      for (let n = 0; n < STORM; n += 1) {
        const socket = connect({ port: server.port, host: "127.0.0.1" });
        socket
          .on("connect", () => open++)
          .on("close", () => open--)
          .on("error", () => {});
        storm.push(socket);
      }
      await pause(500);
      const before = await server.figures();
      await pause(SECONDS * 1_000);
      const after = await server.figures();
      const load = (after.cpuMs - before.cpuMs) / (SECONDS * 10);
      check(open < FILES, `${open} clients are connected, with ${FILES} files`);
      check(load < 30, `the server is busy ${load.toFixed(0)} % of the time with nothing to do`);
      check((await served.ask("/"))?.status === 200, "a client that was served before is not any more");
      const held = open;
      for (const socket of storm) socket.destroy();
      await until(() => open === 0, 2_000, "the storm is over");
      await until(
        async () => (await (await Client.connect(server.port)).ask("/"))?.status === 200,
        3_000,
        "recovery",
      );
      return `${held} of ${STORM} were let in, ${load.toFixed(1)} % CPU meanwhile, and it answers again`;
    } finally {
      await server.stop();
    }
  },
};

/** As many idle connections as may be, more that wait, and more than may wait. */

import { type Client, connectAll } from "../client.ts";
import { ServerProcess } from "../server-process.ts";
import { check, NotHere, pause, type Trial, until } from "../trial.ts";

const IDLE = 5_000;
const WAITING = 500;
const BEYOND = 50;
/** For each process: its sockets, and what Node has open by itself. */
const FILES = IDLE + WAITING + BEYOND + 100;

/** The files that a process may have open. Node has raised its own limit as far as it may already. */
function openFiles(): number {
  const report = process.report?.getReport() as {
    userLimits?: { open_files?: { soft: number | "unlimited" } };
  };
  const { soft } = report.userLimits?.open_files ?? { soft: "unlimited" };
  return soft === "unlimited" ? Number.POSITIVE_INFINITY : Number(soft);
}

export const manyIdle: Trial = {
  name: "idle",
  asks: `${IDLE} idle connections at a limit of ${IDLE}: ${WAITING} more wait and are served in order, the rest is refused`,
  async run(progress) {
    const files = openFiles();
    if (files < FILES) {
      throw new NotHere(`it needs ${FILES} open files and may have ${files}; try: ulimit -n ${FILES}`);
    }
    const server = await ServerProcess.start({ maxConnections: IDLE, maxWaiting: WAITING });
    try {
      const idle = await connectAll(server.port, IDLE);
      progress("all idle ones are connected");
      for (const client of idle)
        check((await client.ask("/"))?.status === 200, "an idle client got no answer");
      const waiting = await connectAll(server.port, WAITING);
      const answers = waiting.map((client) => client.ask("/count"));
      const beyond = await connectAll(server.port, BEYOND);
      await until(
        () => beyond.every((client) => client.isClosed),
        2_000,
        "clients beyond the queue are refused",
      );
      progress("the queue is full");
      await pause(200);
      check(
        waiting.every((client) => !client.isClosed),
        "clients that wait were sent away",
      );
      const order: number[] = [];
      for (const [index, answer] of answers.entries()) {
        // Each one that leaves lets one in.
        await (idle[index] as Client).end();
        order.push(Number((await answer)?.body));
      }
      check(
        order.every((place, index) => place === index + 1),
        `they were served in another order: ${order.slice(0, 20)} …`,
      );
      const last = idle.at(-1) as Client;
      check((await last.ask("/"))?.status === 200, "an idle connection was lost");
      for (const client of [...idle, ...waiting]) client.destroy();
      return `${IDLE} held, ${WAITING} waited and were served in order, ${BEYOND} of ${BEYOND} beyond were refused`;
    } finally {
      await server.stop();
    }
  },
};

/** Clients of HTTP/2 that flood with cheap frames are sent away, and neither the others nor the memory notice. */

import { once } from "node:events";
import { type ClientHttp2Session, connect as connect2 } from "node:http2";
import { connect } from "node:net";
import { beginning, block, END_HEADERS, frame, get, headers, TYPE } from "../../shared/h2-frames.ts";
import { mebibytes } from "../figures.ts";
import { p99Of } from "../healthy.ts";
import { ServerProcess } from "../server-process.ts";
import { check, type Trial } from "../trial.ts";

const MEASURED_MS = 2_000;
/** What a person does not notice. Beside it stands what the machine does otherwise: the figures tell. */
const MOST_MS = 500;
const MOST_GROWN = 16 * 1024 * 1024;
const EACH = 4;

const POST = [
  [":method", "POST"],
  [":scheme", "http"],
  [":authority", "stress"],
  [":path", "/echo"],
] as const;

/** What each kind of client begins with, and sends on and on: `n` counts. */
const floods: Readonly<Record<string, readonly [string, (n: number) => string]>> = {
  pings: ["", () => frame(TYPE.ping, 0, 0, "12345678")],
  settings: ["", () => frame(TYPE.settings, 0, 0)],
  "rapid reset": ["", (n) => get(2 * n + 1, "/later") + frame(TYPE.reset, 0, 2 * n + 1, "\0\0\0\x08")],
  "empty DATA": [headers(1, POST, END_HEADERS), () => frame(TYPE.data, 0, 1)],
  continuation: [
    frame(TYPE.headers, 0, 1, block(POST)),
    (n) => frame(TYPE.more, 0, 1, block([[`x-${n}`, "x"]])),
  ],
};

/** One client, which comes back whenever it was sent away, until `isOver`. How often that was. */
async function flood(
  port: number,
  first: string,
  more: (n: number) => string,
  isOver: () => boolean,
): Promise<number> {
  let times = 0;
  while (!isOver()) {
    const socket = connect(port, "127.0.0.1").on("error", () => {});
    socket.resume();
    socket.write(Buffer.from(beginning + first, "latin1"));
    let n = 0;
    const timer = setInterval(() => {
      let bytes = "";
      for (const end = n + 50; n < end; n += 1) bytes += more(n);
      socket.write(Buffer.from(bytes, "latin1"));
      if (isOver()) socket.destroy();
    }, 2);
    // Not `once`, which would reject with the reset that is wanted here.
    await new Promise<void>((resolve) => socket.on("close", () => resolve()));
    clearInterval(timer);
    if (!isOver()) times += 1;
  }
  return times;
}

async function ask(session: ClientHttp2Session): Promise<number | undefined> {
  const asked = session.request({ ":path": "/" });
  const [head] = await once(asked, "response");
  asked.resume();
  await once(asked, "end");
  return head[":status"];
}

export const floodsOfFrames: Trial = {
  name: "floods",
  asks: `HTTP/2 clients that flood (${Object.keys(floods).join(", ")}) are sent away; a healthy one's p99 within ${MOST_MS} ms, memory flat`,
  async run(progress) {
    const server = await ServerProcess.start({});
    const session = connect2(`http://127.0.0.1:${server.port}`);
    session.on("error", () => {});
    try {
      await p99Of(() => ask(session), 500);
      const alone = await p99Of(() => ask(session), MEASURED_MS);
      const before = (await server.figures()).heapUsed;
      const told: string[] = [];
      let worst = 0;
      for (const [kind, [first, more]] of Object.entries(floods)) {
        progress(kind);
        let isOver = false;
        const flooding = Array.from({ length: EACH }, () => flood(server.port, first, more, () => isOver));
        worst = Math.max(worst, await p99Of(() => ask(session), MEASURED_MS));
        isOver = true;
        const times = (await Promise.all(flooding)).reduce((sum, each) => sum + each, 0);
        check(times >= EACH, `${kind}: only ${times} times was a client sent away`);
        told.push(`${kind} ${times}`);
      }
      const grown = (await server.figures()).heapUsed - before;
      const figures = `p99 ${alone.toFixed(2)} ms alone, ${worst.toFixed(2)} ms at worst; heap ${mebibytes(grown)} more; sent away: ${told.join(", ")}`;
      check(worst <= MOST_MS && grown < MOST_GROWN, figures);
      return figures;
    } finally {
      session.destroy();
      await server.stop();
    }
  },
};

/**
 * The program that thrown-listener.test.ts runs: throws each value in each callback that a connection handler
 * hands in, and looks whether the next client is served and the server can be stopped. LOGGER: the name of one. Prints JSON.
 */

import type { Logger } from "../../day5/src/index.ts";
import type { Conn, ConnHandler, Shutdown, TcpAddress } from "../../day5/src/net.ts";
import { RawClient } from "./raw-client.ts";
import { ray } from "./stage.ts";
import { loggerOf } from "./thrown-loggers.ts";
import { thrownValues } from "./thrown-values.ts";

type Handler = (conn: Conn, shutdown: Shutdown) => unknown;

/** Each is made around what throws. The client sends a line, and ends its side. */
const places: Readonly<Record<string, (fail: () => never) => Handler>> = {
  "a connection handler": (fail) => () => fail(),
  "an async connection handler": (fail) => async () => fail(),
  "a connection handler that has read": (fail) => async (conn) => {
    await conn.readFrame(new ray.LineCodec());
    fail();
  },
  "a decoder": (fail) => (conn) => conn.readFrame({ decode: () => fail() }),
  "an encoder": (fail) => async (conn) => conn.writeFrame("x", { encode: () => fail() }),
  "a listener of the end": (fail) => async (conn) => {
    conn.onEnd(() => fail());
    while ((await conn.readFrame(new ray.LineCodec())) !== null);
  },
  "a listener of the close": (fail) => async (conn) => {
    conn.onClose(() => fail());
  },
  "a listener of the shutdown": (fail) => async (_, shutdown) => {
    shutdown.onShutdown(() => fail());
  },
};

const logger: Logger = loggerOf(process.env.LOGGER);
const wrong: string[] = [];
let count = 0;

async function tryOne(place: (fail: () => never) => Handler, make: () => unknown): Promise<void> {
  let isFirst = true;
  const failing = place(() => {
    throw make();
  });
  const handler: ConnHandler = async (conn, shutdown) => {
    if (isFirst) {
      isFirst = false;
      await failing(conn, shutdown);
    } else conn.write("next\n");
  };
  const listener = await ray.TcpListener.bind("127.0.0.1:0");
  const server = new ray.TcpServer(listener, handler, { logger, maxConnections: 1 });
  const running = server.run();
  for (const wanted of [null, "next\n"]) {
    const client = await RawClient.connect(listener.address as TcpAddress);
    client.send("a line\n");
    client.end();
    if (wanted !== null) await client.readUntil(wanted);
    await client.closed;
  }
  const { forced } = await server.shutdown({ deadlineMs: 1_000 });
  if (forced > 0) throw new Error("a connection was cut off");
  await running;
}

for (const [where, place] of Object.entries(places)) {
  for (const [what, make] of Object.entries(thrownValues)) {
    count += 1;
    await tryOne(place, make).catch((error) => wrong.push(`${what} in ${where}: ${error?.message}`));
  }
}
console.log(JSON.stringify({ count, wrong }));

/**
 * An echo server by lines: `npm run day1`, then talk to it: `npm run -s talk -- "hello\n"`.
 * HOST, PORT and MAX_CONNECTIONS set where it listens and how many clients it serves at a time.
 */

import { type Logger, silentLogger } from "../src/index.ts";
import {
  AddressError,
  type Conn,
  formatAddress,
  LineCodec,
  LineTooLongError,
  type Shutdown,
  TcpListener,
  TcpServer,
} from "../src/net.ts";

const { HOST = "127.0.0.1", PORT = "3000", MAX_CONNECTIONS = "1000" } = process.env;

const limit = Number(MAX_CONNECTIONS);
if (!Number.isInteger(limit) || limit < 1) {
  console.error(`MAX_CONNECTIONS="${MAX_CONNECTIONS}" is not a whole number of at least 1; set another`);
  process.exit(1);
}

/** A server is silent unless it is given a logger. This one has a line for each connection that failed. */
const logger: Logger = {
  ...silentLogger,
  warn(fields: object | string, message = "") {
    if (typeof fields === "object" && "err" in fields) console.error(`${message}: ${fields.err}`);
  },
};

async function echo(conn: Conn, shutdown: Shutdown): Promise<void> {
  const lines = new LineCodec(64 * 1024);
  shutdown.onShutdown(() => conn.cancelRead());
  try {
    while (!shutdown.isShutdown) {
      const line = await conn.readFrame(lines);
      if (line === null) return;
      conn.writeFrame(line, lines);
      // A client that sends and never reads must not fill our memory.
      if (conn.isBacklogged) await conn.flush();
    }
  } catch (error) {
    if (!(error instanceof LineTooLongError)) throw error;
    conn.write("ERR line too long\n");
  }
}

try {
  const listener = await TcpListener.bind(`${HOST}:${PORT}`);
  const server = new TcpServer(listener, echo, { maxConnections: limit, logger });
  process.on("SIGINT", () => server.shutdown());
  process.on("SIGTERM", () => server.shutdown());
  console.log(`listening on tcp://${formatAddress(listener.address)}`);
  await server.run();
} catch (error) {
  if (!(error instanceof AddressError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

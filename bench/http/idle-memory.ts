/**
 * Resident memory for each idle keep-alive connection: connections that have had one answer and wait.
 */

import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { residentBytes } from "../machine.ts";
import type { ServerProcess } from "./server-process.ts";

const BATCH = 250;

/** Bytes for one connection. Errors: the server refused one. */
export async function idleMemory(server: ServerProcess, connections: number): Promise<number> {
  const sockets: Socket[] = [];
  try {
    // The first few pay for code and caches that all later ones share.
    await open(server.port, 100, sockets);
    await delay(500);
    const before = residentBytes(server.pid);
    while (sockets.length < connections + 100) await open(server.port, BATCH, sockets);
    await delay(1000);
    return (residentBytes(server.pid) - before) / (sockets.length - 100);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

function open(port: number, count: number, sockets: Socket[]): Promise<unknown> {
  return Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<void>((resolve, reject) => {
          const socket = connect(port, "127.0.0.1");
          sockets.push(socket);
          socket.once("error", reject);
          socket.once("data", () => resolve());
          socket.write("GET / HTTP/1.1\r\nHost: bench\r\n\r\n");
        }),
    ),
  );
}

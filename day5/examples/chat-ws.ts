/**
 * Rooms to talk in, over WebSocket: `npm run chat-ws`, then open http://127.0.0.1:3000/#tea twice. What one says, all in
 * the room hear, and the one who said it gets a receipt.
 */

import { fileURLToPath } from "node:url";
import * as ws from "ws";
import { z } from "zod";
import { type AppContext, Router, run } from "../src/index.ts";
import { staticFiles } from "../src/static/index.ts";
import { Room, type WebSocketConn, webSocket } from "../src/ws/index.ts";
import { createLogger } from "./logger.ts";

const { HOST = "127.0.0.1", PORT = "3000" } = process.env;

/** Rooms with someone in them. */
const rooms = new Map<string, Room>();

const said = z.object({
  id: z.number().int(),
  name: z.string().trim().min(1).max(40),
  text: z.string().trim().min(1).max(1_000),
});

/** One visitor, from the door to the last word. */
async function visit(socket: WebSocketConn, c: AppContext<{ room: string }>): Promise<void> {
  const { room: name } = c.params;
  const room = rooms.get(name) ?? new Room();
  rooms.set(name, room);
  room.join(socket);
  try {
    for await (const message of socket) {
      const { success, data } = said.safeParse(parse(message));
      if (!success) return socket.close(1008, "say { id, name, text }");
      room.send(JSON.stringify({ name: data.name, text: data.text }), socket);
      await socket.send(JSON.stringify({ received: data.id }));
    }
  } finally {
    room.leave(socket);
    if (room.size === 0) rooms.delete(name);
  }
}

function parse(message: string | Buffer): unknown {
  try {
    return JSON.parse(String(message));
  } catch {
    return null;
  }
}

const router = new Router().get("/rooms/:room", webSocket(visit, { ws, maxMessageBytes: 8 * 1024 }));
const page = staticFiles(fileURLToPath(new URL("chat-ws", import.meta.url)));
router.at("/", page).at("/*file", page);

await run(`${HOST}:${PORT}`, router, { logger: createLogger() });

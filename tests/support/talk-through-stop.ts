/**
 * Twenty clients talk by WebSocket to a server that stops under them, and go on with a second one: what has no receipt is
 * said again. It is the same whatever HTTP brought the WebSocket, so the test says how to join.
 */

import assert from "node:assert/strict";
import { once } from "node:events";
import type { WebSocket } from "ws";
import type { SocketHandler } from "../../day5/src/ws/index.ts";
import { gate } from "./gate.ts";
import { within } from "./within.ts";

export const heard = async (client: WebSocket) =>
  String((await within(once(client, "message"), "a message"))[0]);

/** The code and the reason with which it ends. */
export async function end(client: WebSocket): Promise<[number, string]> {
  const [code, reason] = await within(once(client, "close"), "the end of the WebSocket");
  return [code, String(reason)];
}

/** Where one joins, and how the server is stopped. */
export interface TalkPlace {
  join(): Promise<WebSocket>;
  stop(): Promise<{ readonly forced: number }>;
}

/** How often each message was done, when all have their receipts. `each`: the messages of one client. */
export async function talkThroughStop(
  each: number,
  start: (work: SocketHandler<unknown>) => Promise<TalkPlace>,
): Promise<Map<string, number>> {
  const done = new Map<string, number>();
  const work: SocketHandler<unknown> = async (socket) => {
    for await (const message of socket) {
      const id = String(message);
      // Work takes its time; meanwhile the stop may come.
      await new Promise((resolve) => setImmediate(resolve));
      done.set(id, (done.get(id) ?? 0) + 1);
      await socket.send(id);
    }
  };
  const [first, second] = [await start(work), await start(work)];
  let received = 0;
  const many = gate();
  const talk = async (who: number) => {
    const pending = new Set(Array.from({ length: each }, (_, n) => `${who}:${n}`));
    for (let at = first; pending.size > 0; at = second) {
      const client = await at.join();
      client.on("message", (data) => {
        pending.delete(String(data));
        received += 1;
        if (received === 5 * each) many.open();
        if (pending.size === 0) client.close();
      });
      for (const id of pending) client.send(id);
      const [code] = await end(client);
      assert.ok(code === 1001 || pending.size === 0, `ended with ${code}`);
    }
  };
  const talking = Promise.all(Array.from({ length: 20 }, (_, who) => talk(who)));
  await many.promise;
  assert.equal((await first.stop()).forced, 0);
  await talking;
  return done;
}

/**
 * A room to talk in: `npm run chat`, then open http://127.0.0.1:3000 twice. What one says, all hear at once, by
 * server-sent events. Whoever was cut off comes back and hears what was said meanwhile.
 */

import { fileURLToPath } from "node:url";
import { z } from "zod";
import { handler, json } from "../src/extract/index.ts";
import { Router, run } from "../src/index.ts";
import { staticFiles } from "../src/static/index.ts";
import { Broadcast, events, lastEventId, type ServerEvent } from "../src/stream/index.ts";
import { createLogger } from "./logger.ts";

const { HOST = "127.0.0.1", PORT = "3000" } = process.env;

const room = new Broadcast<ServerEvent>();
/** What was said last, for those who come later. */
const said: ServerEvent[] = [];
const MOST_KEPT = 50;
let count = 0;

const message = z.object({
  name: z.string().trim().min(1).max(40),
  text: z.string().trim().min(1).max(1_000),
});

const router = new Router()
  .post(
    "/messages",
    handler(json(message), (message) => {
      count += 1;
      const event = { id: String(count), data: JSON.stringify(message) };
      said.push(event);
      if (said.length > MOST_KEPT) said.shift();
      room.send(event);
      return { id: count };
    }),
  )
  .get("/messages", (c) => {
    const last = Number(lastEventId(c) ?? 0);
    const first = said.filter(({ id }) => Number(id) > last);
    return events(c, room.subscribe({ signal: c.signal, first }));
  });

const page = staticFiles(fileURLToPath(new URL("chat", import.meta.url)));
router.at("/", page).at("/*file", page);

// At ctrl-c the streams end, each behind its last message: else they would be cut off at the deadline.
await run(`${HOST}:${PORT}`, router, { logger: createLogger(), onShutdown: () => room.close() });

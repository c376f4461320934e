/**
 * A server with routes: `npm run day3`, then `curl -i http://127.0.0.1:3000/ghost/7`.
 * HOST and PORT set where it listens.
 */

import { Router, run, silentLogger } from "../src/index.ts";
import { echoLines } from "./line-echo.ts";

const { HOST = "127.0.0.1", PORT = "3000" } = process.env;

/** A server is silent unless it is given a logger. This one tells on the terminal what went wrong. */
const logger = { ...silentLogger, warn: console.warn, error: console.error };

const router = new Router()
  .get("/", (c) => c.string("hello world\n"))
  .get("/user", (c) => c.string("hello user\n"))
  .get("/ghost/:id", (c) => c.string(`ghost ${c.params.id}\n`))
  .get("/ghost/new", (c) => c.string("a new ghost\n"))
  .get("/ghost/:id/diary", (c) => c.string(`the diary of ${c.params.id}\n`))
  .get("/files/*path", (c) => c.json({ path: c.params.path }))
  .post("/echo", async (c) => {
    c.header("content-type", c.req.headers.get("content-type") ?? "application/octet-stream");
    return c.bytes(await c.req.bytes());
  })
  .get("/echo-lines", echoLines);

router.get("/trie", (c) => c.string(router.print()));

await run(`${HOST}:${PORT}`, router, { logger });

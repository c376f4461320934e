/**
 * A server with groups: `npm run day4`, then `curl -i http://127.0.0.1:3000/admin/hello`.
 * HOST and PORT set where it listens.
 */

import { Router, run, silentLogger } from "../src/index.ts";
import { echoLines } from "./line-echo.ts";

const { HOST = "127.0.0.1", PORT = "3000" } = process.env;

/** A server is silent unless it is given a logger. This one tells on the terminal what went wrong. */
const logger = { ...silentLogger, warn: console.warn, error: console.error };

const router = new Router()
  .get("/", (c) => c.string("hello world\n"))
  .get("/ghost/:id", (c) => c.string(`ghost ${c.params.id}\n`))
  .post("/echo", async (c) => {
    c.header("content-type", c.req.headers.get("content-type") ?? "application/octet-stream");
    return c.bytes(await c.req.bytes());
  })
  .get("/echo-lines", echoLines);

router.group("/user", (user) => {
  user.get("/", (c) => c.string("hello user\n"));
  user.get("/index", (c) => c.string("user index\n"));
});

const admin = router.group("/admin");
admin.get("/hello", (c) => c.string("hello from admin\n"));

// A group inside a group, and a name in its prefix: the handler knows both names.
const team = admin.group("/teams/:team");
team.get("/members/:member", (c) => c.json({ team: c.params.team, member: c.params.member }));

// What the groups have written, all in one trie.
router.get("/trie", (c) => c.string(router.print()));

await run(`${HOST}:${PORT}`, router, { logger });

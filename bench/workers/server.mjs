/** The whole stack of day 5 in WORKERS processes. */

import { Router, run } from "../.build/index.js";

const router = new Router().hooks(() => {}).get("/", (c) => c.json({ hello: "world" }));
await run(`127.0.0.1:${process.env.PORT}`, router, {
  workers: Number(process.env.WORKERS),
  limits: { keepAliveTimeoutMs: 300_000 },
});

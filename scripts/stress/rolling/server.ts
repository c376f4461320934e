/**
 * One of the two servers behind the proxy: a program as one would write it. PORT says where; ROLLING_OPTIONS
 * has what `run` is given.
 */

import { liveness, Router, readiness, run } from "../../../day5/src/index.ts";

const router = new Router()
  .get("/", (c) => c.string("hello\n"))
  .get("/ready", readiness())
  .get("/live", liveness())
  .post("/echo", async (c) => c.bytes(await c.req.bytes()));

await run(`127.0.0.1:${process.env.PORT}`, router, JSON.parse(process.env.ROLLING_OPTIONS ?? "{}"));

/**
 * The server under stress: a program of its own, day 5's whole stack. STRESS_OPTIONS has what `run` is
 * given. It tells its figures to its parent when it is asked.
 */

import { createReadStream } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { HttpError, Router, run } from "../../day5/src/index.ts";
import { lines, pieces, waiting } from "./sources.ts";
import { tellFigures } from "./tell-figures.ts";

/** The largest file that is here for certain: a client that leaves early leaves it half read. */
const file = () => createReadStream(process.execPath);
let served = 0;
let worked = 0;

const router = new Router()
  .get("/", (c) => c.string("hello\n"))
  .get("/count", (c) => c.string(String(++served)))
  .get("/stream/:count", (c) => c.stream(pieces(Number(c.params.count))))
  .get("/lines/:count", (c) => c.stream(lines(Number(c.params.count))))
  .get("/waiting/generator", (c) => c.stream(waiting.generator()))
  .get("/waiting/node", (c) => c.stream(waiting.node()))
  .get("/waiting/web", (c) => c.stream(waiting.web()))
  .post("/waiting/generator", (c) => c.stream(waiting.generator()))
  .post("/waiting/node", (c) => c.stream(waiting.node()))
  .post("/waiting/web", (c) => c.stream(waiting.web()))
  .get("/file", (c) => c.stream(file()))
  .get("/missing", (c) => c.stream(createReadStream("/there/is/no/such/file")))
  .get("/replaced", (c) => {
    c.stream(file());
    return c.string("no file\n");
  })
  .get("/refused", (c) => {
    c.stream(file());
    throw new HttpError(404);
  })
  .get("/later", async (c) => {
    await pause(20);
    return c.string("hello later\n");
  })
  .post("/echo", async (c) => c.bytes(await c.req.bytes()))
  .post("/work", async (c) => {
    worked += 1;
    await pause(20);
    return c.string("worked\n");
  });

tellFigures(() => worked);
await run("127.0.0.1:0", router, JSON.parse(process.env.STRESS_OPTIONS ?? "{}"));
process.disconnect?.();

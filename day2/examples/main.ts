/**
 * An HTTP server with one handler: `npm run day2`, then `curl -i http://127.0.0.1:3000/`.
 * HOST and PORT set where it listens. POST /echo sends the body back as it came.
 */

import { type AppContext, HttpError, run } from "../src/index.ts";
import { echoLines } from "./line-echo.ts";

const { HOST = "127.0.0.1", PORT = "3000" } = process.env;

/** With one handler, the paths are told apart by hand. Day 3 takes that off our shoulders. */
async function app(c: AppContext) {
  if (c.path === "/" && c.method === "GET") return c.string("hello world\n");
  if (c.path === "/echo" && c.method === "POST") {
    c.header("content-type", c.req.headers.get("content-type") ?? "application/octet-stream");
    return c.bytes(await c.req.bytes());
  }
  if (c.path === "/echo-lines" && c.method === "GET") return echoLines(c);
  throw new HttpError(404, `nothing here at ${c.path}`);
}

await run(`${HOST}:${PORT}`, app);

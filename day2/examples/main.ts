/**
 * An HTTP server with one handler: `npm run day2`, then `curl -i http://127.0.0.1:3000/`.
 * HOST and PORT set where it listens. POST /echo sends the body back as it came, GET /hello wants to know who asks.
 */

import { type AppContext, type Handler, HttpError, key, run, silentLogger } from "../src/index.ts";
import { echoLines } from "./line-echo.ts";

const { HOST = "127.0.0.1", PORT = "3000" } = process.env;

/** A server is silent unless it is given a logger. This one tells on the terminal what went wrong. */
const logger = { ...silentLogger, warn: console.warn, error: console.error };

/** Who asks. Found out by `guarded`, read by the handlers behind it. */
const user = key<string>("user");

/** A handler behind a guard: who does not say a name is refused here, and the handler is never called. */
function guarded(handler: Handler): Handler {
  return (c) => {
    const name = c.query.get("name");
    if (name === null) throw new HttpError(403, "say who you are: /hello?name=…");
    c.state.set(user, name);
    return handler(c);
  };
}

const hello = guarded((c) => c.text(`hello ${c.state.get(user)}\n`));

/** With one handler, the paths are told apart by hand. Day 3 takes that off our shoulders. */
async function app(c: AppContext) {
  if (c.path === "/" && c.method === "GET") return c.text("hello world\n");
  if (c.path === "/hello" && c.method === "GET") return hello(c);
  if (c.path === "/echo" && c.method === "POST") {
    c.header("content-type", c.req.headers.get("content-type") ?? "application/octet-stream");
    return c.bytes(await c.req.bytes());
  }
  if (c.path === "/echo-lines" && c.method === "GET") return echoLines(c);
  throw new HttpError(404, `nothing here at ${c.path}`);
}

await run(`${HOST}:${PORT}`, app, { logger });

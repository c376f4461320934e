/**
 * The line echo of day 1, reached by way of HTTP: a client asks for it with an Upgrade field, gets a 101, and from
 * then on its connection speaks lines. `npm run day2`, and in another terminal
 * `npm run -s talk -- 'GET /echo-lines HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: line-echo\r\n\r\n' 'hello\n'`.
 */

import { type AppContext, HttpError, Response } from "../src/index.ts";
import { type Conn, LineCodec, type Shutdown } from "../src/net.ts";

/** Answers with the switch; a client that has not asked for it is told how (RFC 9110 §15.5.22). */
export function echoLines(c: AppContext): Response {
  const headers = { upgrade: "line-echo" };
  if (!/\bline-echo\b/i.test(c.req.upgrade ?? ""))
    throw new HttpError(426, "ask with Connection: upgrade and Upgrade: line-echo", { headers });
  return new Response(null, { headers, takeover: echo });
}

/** What the server does with the connection from then on. It is counted, told of the stop and awaited as before. */
async function echo(conn: Conn, shutdown: Shutdown): Promise<void> {
  const lines = new LineCodec(64 * 1024);
  shutdown.onShutdown(() => conn.cancelRead());
  while (!shutdown.isShutdown) {
    const line = await conn.readFrame(lines);
    if (line === null) return;
    conn.writeFrame(line, lines);
    if (conn.isBacklogged) await conn.flush();
  }
}

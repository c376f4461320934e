/**
 * A WebSocket (RFC 6455) as the answer of a route: `router.get("/chat", webSocket(handler, { ws }))`. The package `ws`
 * speaks the protocol; here is what a server owes it: who may come in, how much may be said and held, whether the client
 * is still there, and an end in good order. The connection lasts as long as its handler.
 */

import { defaultReactor, type Reactor } from "../event-loop.ts";
import { type AppContext, Headers, HttpError, type Response } from "../index.ts";
import { Conn } from "../net.ts";
import { ConnStream } from "./conn-stream.ts";
import { heartbeat } from "./heartbeat.ts";
import { upgrade } from "./upgrade.ts";
import { WebSocketConn } from "./web-socket-conn.ts";
import type { WsPackage, WsSocket } from "./ws-package.ts";

/**
 * `for await (const message of socket)`. When it returns, the socket is closed: 1000; 1001 when the server stops.
 * What it throws is logged, and the client hears 1011. It must end when its iteration does: a stop waits for it.
 */
export type SocketHandler<Context> = (socket: WebSocketConn, c: Context) => void | Promise<void>;

export interface WebSocketOptions {
  /** The package: `import * as ws from "ws"`. */
  readonly ws: WsPackage;
  /**
   * The sites whose pages may come in, as `https://example.org`; "*": all. Default: the pages of the host that was
   * asked. A browser lets any page open a WebSocket, with the cookies of its visitor: this is the only guard.
   */
  readonly origins?: "*" | readonly string[];
  /** The subprotocols that are spoken here, the best first. A client that offers none of them is let in without. */
  readonly protocols?: readonly string[];
  /** Bytes of one message, all its fragments together. Over it: closed with 1009. Default: 1 MiB. */
  readonly maxMessageBytes?: number;
  /** Bytes that may wait for a client that does not read. Over it: cut off. Default: 1 MiB. */
  readonly maxQueuedBytes?: number;
  /** Silence between two pings. Default: 30 s. */
  readonly pingMs?: number;
  /** How long a client may take to answer one. Over it: cut off. Default: 10 s. */
  readonly pongTimeoutMs?: number;
  /** Counts the time. Default: the one of the process. */
  readonly reactor?: Reactor;
}

const MIB = 1024 * 1024;
/**
 * How long a client may take to answer our goodbye: less than a stop usually has. Behind it `ws` ends the connection
 * itself.
 */
const CLOSE_MS = 5_000;

/** Errors: TypeError, RangeError for what cannot be an option, told when the program starts. */
export function webSocket<Context extends AppContext<unknown> = AppContext>(
  handler: SocketHandler<Context>,
  options: WebSocketOptions,
): (c: Context) => Response {
  const { ws, origins = null, protocols = [], reactor = defaultReactor } = options;
  const { maxMessageBytes = MIB, maxQueuedBytes = MIB, pingMs = 30_000, pongTimeoutMs = 10_000 } = options;
  if (typeof ws?.WebSocketServer !== "function")
    throw new TypeError('webSocket needs the package ws: import * as ws from "ws", and hand it in as { ws }');
  for (const [name, value] of Object.entries({ maxMessageBytes, maxQueuedBytes, pingMs, pongTimeoutMs }))
    if (!Number.isSafeInteger(value) || value < 1)
      throw new RangeError(`webSocket: ${name} must be a whole number from 1 on, not ${String(value)}`);
  // One for all connections of the route: without a port and without a list of clients it only shakes hands.
  const server = new ws.WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: maxMessageBytes,
    closeTimeout: CLOSE_MS,
    handleProtocols: (offered) => protocols.find((name) => offered.has(name)) ?? false,
  });
  return (c) => {
    checkOrigin(c, origins);
    const stream = new ConnStream();
    let joined: WsSocket | null = null;
    // Asked first, so that a client that does not ask for a WebSocket is told so, and nothing is made for it.
    const response = upgrade(c, "websocket", async (conn, shutdown) => {
      const socket = joined as WsSocket;
      const over = stream.join(conn);
      const talk = new WebSocketConn(socket, maxQueuedBytes);
      shutdown.onShutdown(() => talk.stop());
      const rest = heartbeat(socket, pingMs, pongTimeoutMs, reactor);
      try {
        await handler(talk, c);
        talk.close(shutdown.isShutdown ? 1001 : 1000, shutdown.isShutdown ? "the server stops" : "");
      } catch (error) {
        c.log.error({ err: error }, "WebSocket handler failed");
        talk.close(1011);
      }
      await over;
      // Last: while the goodbye is on its way, a client that is gone is still found out.
      rest();
    });
    checkSilence(c);
    server.handleUpgrade(asNode(c), stream, Buffer.alloc(0), (socket) => {
      joined = socket;
    });
    takeHead(stream.head, response);
    if (isHttp2(c.req)) response.headers.delete("sec-websocket-accept");
    // A hook may have put another answer in the place of this one.
    c.req.onAnswered(({ status }) => {
      if (status !== 101) stream.destroy();
    });
    return response;
  };
}

function isHttp2({ version }: AppContext<unknown>["req"]): boolean {
  return version === "2";
}

/** Errors: HttpError 403. A client without the field is no browser, and could write into it what it likes. */
function checkOrigin(c: AppContext<unknown>, origins: "*" | readonly string[] | null): void {
  const origin = c.req.headers.get("origin");
  if (origin === null || origins === "*") return;
  const isAllowed = origins === null ? hostOf(origin) === c.host.toLowerCase() : origins.includes(origin);
  if (!isAllowed) throw new HttpError(403, "pages of this origin may not open a WebSocket here");
}

/** "" for what is no origin, such as the "null" of a page in a sandbox: it is no host either. */
function hostOf(origin: string): string {
  return /^https?:\/\/([^/]+)$/.exec(origin)?.[1]?.toLowerCase() ?? "";
}

/**
 * RFC 6455 §4.1: a client waits for the answer before it sends. What stands behind the request now is another request,
 * or an attempt to have it taken for one. Errors: HttpError 400.
 */
function checkSilence({ req }: AppContext<unknown>): void {
  if (req.peer instanceof Conn && req.peer.buffered > 0)
    throw new HttpError(400, "a client that asks for a WebSocket waits for the answer before it sends more", {
      code: "BYTES_BEHIND_UPGRADE",
    });
}

/** RFC 8441 §5: over HTTP/2 there is neither a key nor an answer to it. The package wants one, and any will do. */
const NO_KEY = { upgrade: "websocket", "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==" };

/** As much of Node's request as the package reads. Fields that came several times are one text. */
function asNode({ req }: AppContext<unknown>) {
  const headers: Record<string, string> = Object.assign(Object.create(null), isHttp2(req) ? NO_KEY : {});
  for (const [name] of req.headers) headers[name] ??= req.headers.get(name) ?? "";
  return { method: req.method, url: req.target, headers };
}

/** What the package has written is our answer. Errors: HttpError with its status and words, where that is no 101. */
function takeHead(head: string, response: Response): void {
  const [first = "", ...lines] = head.split("\r\n");
  const status = Number(first.split(" ")[1]);
  const fields = new Headers();
  for (const line of lines.slice(0, lines.indexOf(""))) {
    const [name = "", value = ""] = line.split(": ");
    // Framing and the connection are the server's own; `upgrade` has said its part.
    if (!/^(?:connection|content-)/i.test(name)) fields.append(name, value);
  }
  if (status !== 101)
    throw new HttpError(status || 400, head.split("\r\n\r\n")[1] || undefined, { headers: fields });
  for (const field of fields.fields) response.headers.put(field);
}

/**
 * The same questions as `inject`, asked of a real server in the version that RAY_HTTP names. stage.ts hands it out in
 * the place of `inject`, so that tests of handlers hold for that version too. What could not be sent is left to `inject`.
 */

import { once } from "node:events";
import type { ClientHttp2Session } from "node:http2";
import { connect } from "node:net";
import type { AppContext, Endpoint, Logger, Response } from "../../day5/src/index.ts";
import type { LogLevel } from "../../day5/src/log/logger.ts";
import type { TcpAddress } from "../../day5/src/net.ts";
import type { InjectOptions, inject } from "../../day5/src/testing.ts";
import { count, version } from "./http-version.ts";
import { askOver, beginHttp2, onHead, tls } from "./over-http2.ts";
import { isPlain, type PlainRequest } from "./plain-request.ts";

type Faces = typeof import("../../day5/src/index.ts") & typeof import("../../day5/src/testing.ts");

/** An `inject` that asks over the network. */
export function injectOver(ray: Faces): typeof inject {
  return async (app, target, options = {}) => {
    const asked = plain(ray, target, options);
    if (asked === null) {
      count("beside");
      return ray.inject(app, target, options);
    }
    const watched = new Watched(ray.toEndpoint(app), ray.Response);
    const failures: unknown[] = [];
    const { limits, reactor } = options;
    const server = await ray.listen("127.0.0.1:0", watched, {
      logger: withoutServer(options.logger ?? ray.silentLogger, failures),
      ...(limits === undefined ? {} : { limits }),
      ...(reactor === undefined ? {} : { reactor }),
      ...(version === "h2" ? { tls } : {}),
    });
    const { port } = server.address as TcpAddress;
    try {
      const session = beginHttp2(connect(port, "127.0.0.1"), version ?? "h2c");
      try {
        return await ask(ray, session, asked, watched, failures);
      } finally {
        session.destroy();
      }
    } finally {
      await server.shutdown({ deadlineMs: 0 });
    }
  };
}

/** What `inject` would send, if it can be sent. */
function plain(ray: Faces, target: string, options: InjectOptions): PlainRequest | null {
  const { method = "GET", body } = options;
  const given = [...new ray.Headers(options.headers)];
  const host = given.find(([name]) => name === "host")?.[1] ?? "test";
  const fields = given.filter(([name]) => name !== "host");
  const asked = { method, target, host, fields, body: body === undefined ? null : Buffer.from(body) };
  // A longer head is one that a server refuses, in any version.
  return isPlain(asked) && target.length < 4_000 ? asked : null;
}

/** The app, and which fields it has made itself: a server adds some that `inject` does not show. */
class Watched implements Endpoint {
  readonly #app: Endpoint;
  readonly #kind: Faces["Response"];
  /** Those of the last answer. */
  own: ReadonlySet<string> = new Set();

  constructor(app: Endpoint, kind: Faces["Response"]) {
    this.#app = app;
    this.#kind = kind;
  }

  prepare(): void {
    this.#app.prepare?.();
  }

  call(c: AppContext): Response | Promise<Response> {
    const response = this.#app.call(c);
    if (response instanceof Promise) return response.then((value) => this.#note(value));
    return this.#note(response);
  }

  #note(response: Response): Response {
    // What is no Response is for the server to refuse.
    if (response instanceof this.#kind) this.own = new Set([...response.headers].map(([name]) => name));
    return response;
  }
}

/** What the app logs, without the words of the server; the failures of its answers are kept for `inject`'s caller. */
function withoutServer(logger: Logger, failures: unknown[]): Logger {
  const method = (level: LogLevel) => (first: object | string, message?: string) => {
    const said = typeof first === "string" ? first : message;
    if (said === "response failed") failures.push((first as { err: unknown }).err);
    else if (!OF_SERVER.test(said ?? "")) (logger[level] as (...args: unknown[]) => void)(first, message);
  };
  return {
    trace: method("trace"),
    debug: method("debug"),
    info: method("info"),
    warn: method("warn"),
    error: method("error"),
    isLevelEnabled: (level) => logger.isLevelEnabled?.(level) ?? true,
  };
}

const OF_SERVER =
  /^(listening|started|route|the trie.*|stopped.*|refusing.*|drain.*|connection .*|HTTP\/2 .*)$/s;

/** Errors: what a stream of the answer has failed with. */
async function ask(
  ray: Faces,
  session: ClientHttp2Session,
  asked: PlainRequest,
  app: Watched,
  failures: unknown[],
) {
  const stream = askOver(session, asked);
  const pieces: Buffer[] = [];
  let status = 0;
  let fields: [string, string][] = [];
  onHead(stream, (told, own) => {
    status = told;
    fields = own.filter(([name]) => app.own.has(name) || (name !== "date" && name !== "content-length"));
  });
  stream.on("data", (piece: Buffer) => pieces.push(piece));
  await once(stream, "close");
  if (failures.length > 0) throw failures[0];
  if (stream.rstCode !== 0 || status === 0) throw new Error(`the stream was closed with ${stream.rstCode}`);
  const bytes = Buffer.concat(pieces);
  const text = () => bytes.toString("utf8");
  return { status, headers: new ray.Headers(fields), bytes, text, json: () => JSON.parse(text()) };
}

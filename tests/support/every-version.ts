/**
 * One app, served three times: over HTTP/1.1, over HTTP/2 in clear text and over HTTP/2 with TLS. What a test asks, it
 * asks of each; what is different between them has no place in such a test. The clients are Node's own.
 */

import { readFileSync } from "node:fs";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { type ClientHttp2Session, type ClientHttp2Stream, connect } from "node:http2";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { App, ListenOptions } from "../../day5/src/index.ts";
import { FakeClock } from "./fake-clock.ts";
import { LogBook } from "./log-book.ts";
import { ray } from "./stage.ts";

export type Version = "HTTP/1.1" | "h2c" | "h2";

export interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string | string[]>;
  /** An iterable is sent piece by piece. */
  readonly body?: string | Buffer | AsyncIterable<string | Buffer>;
  /** Ends the client's interest. */
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly status: number;
  /** Those of the handler: what tells the framing is left out. */
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
  readonly text: string;
}

export interface Served {
  readonly version: Version;
  readonly server: Awaited<ReturnType<typeof ray.listen>>;
  readonly log: LogBook;
  readonly clock: FakeClock;
  /** Errors: the client's, where the answer breaks off. */
  ask(asked?: Asked): Promise<Answer>;
  /** The same, as the pieces of the body come. */
  open(asked?: Asked): Promise<{ status: number; body: IncomingMessage | ClientHttp2Stream; leave(): void }>;
}

const file = (name: string) => fileURLToPath(new URL(`tls/${name}.pem`, import.meta.url));
const tls = { cert: file("cert"), key: file("key") };
const ca = readFileSync(tls.cert);

/** A test for each version. */
export function overEveryVersion(
  name: string,
  app: () => App,
  run: (served: Served, t: TestContext) => Promise<void>,
  options: ListenOptions = {},
): void {
  for (const version of ["HTTP/1.1", "h2c", "h2"] as const)
    test(`${name} (${version})`, async (t) => run(await serve(t, version, app(), options), t));
}

async function serve(t: TestContext, version: Version, app: App, options: ListenOptions): Promise<Served> {
  const [log, clock] = [new LogBook(), new FakeClock()];
  const reactor = new ray.LoopReactor({ clock });
  const secure = version === "h2" ? { tls } : {};
  const server = await ray.listen("127.0.0.1:0", app, { logger: log, reactor, ...secure, ...options });
  t.after(() => clock.passUntil(server.shutdown({ deadlineMs: 0 }), "the stop of the server"));
  const { port } = server.address as { port: number };
  const open = version === "HTTP/1.1" ? over1(port) : over2(t, port, version);
  return {
    version,
    server,
    log,
    clock,
    open,
    async ask(asked) {
      const { status, body, headers } = await open(asked);
      const pieces: Buffer[] = [];
      for await (const piece of body) pieces.push(piece as Buffer);
      const whole = Buffer.concat(pieces);
      return { status, headers, body: whole, text: whole.toString() };
    },
  };
}

const FRAMING = ["connection", "keep-alive", "transfer-encoding", "date", ":status"];

function plain(headers: NodeJS.Dict<string | string[]>): Answer["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !FRAMING.includes(name)));
}

async function sendBody(to: NodeJS.WritableStream, body: Asked["body"]): Promise<void> {
  if (body === undefined) {
    to.end();
    return;
  }
  if (typeof body !== "object" || Buffer.isBuffer(body)) {
    to.end(body);
    return;
  }
  for await (const piece of body) to.write(piece);
  to.end();
}

function over1(port: number) {
  return async ({ method = "GET", path = "/", headers = {}, body, signal }: Asked = {}) => {
    const host = { host: "localhost" };
    const asked = httpRequest({
      host: "127.0.0.1",
      port,
      method,
      path,
      headers: { ...host, ...headers },
      agent: false,
    });
    const leave = () => asked.destroy();
    signal?.addEventListener("abort", leave);
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      asked.on("response", resolve).on("error", reject);
    });
    answered.catch(() => {});
    sendBody(asked, body).catch(() => {});
    const answer = await answered;
    return { status: answer.statusCode as number, headers: plain(answer.headers), body: answer, leave };
  };
}

function over2(t: TestContext, port: number, version: "h2c" | "h2") {
  let session: ClientHttp2Session | null = null;
  t.after(() => session?.destroy());
  return async ({ method = "GET", path = "/", headers = {}, body, signal }: Asked = {}) => {
    if (session === null || session.closed || session.destroyed) {
      session = connect(`${version === "h2" ? "https" : "http"}://127.0.0.1:${port}`, { ca });
      session.on("error", () => {});
    }
    const asked = session.request({
      ":method": method,
      ":path": path,
      ":authority": "localhost",
      ...headers,
    });
    const leave = () => asked.close(8);
    signal?.addEventListener("abort", leave);
    const answered = new Promise<NodeJS.Dict<string | string[]>>((resolve, reject) => {
      asked.on("response", resolve).on("error", reject);
      asked.on("close", () => reject(new Error(`the stream was closed with ${asked.rstCode}`)));
    });
    answered.catch(() => {});
    sendBody(asked, body).catch(() => {});
    const head = await answered;
    return { status: Number(head[":status"]), headers: plain(head), body: asked, leave };
  };
}

/**
 * Asks an app without a socket: what a test of a handler needs. It stands where a protocol stands between the bytes
 * and the app: it makes the Request, asks as the server asks, and keeps to the same rules for what is sent. So the
 * app is started, its body is bounded, and what the server would not send is not in the answer. What it does not
 * have is a connection: no head is parsed, and the client cannot leave.
 */

import { askInTime } from "../endpoint/handler-deadline.ts";
import type { Reactor } from "../event-loop/reactor.ts";
import { errorResponse } from "../http/error-response.ts";
import type { Peer } from "../http/request.ts";
import type { BodySource } from "../http/request-body.ts";
import { RequestHeaders } from "../http/request-headers.ts";
import { contentOf, declaredLength } from "../http/response.ts";
import { isStream } from "../http/response-body.ts";
import {
  type App,
  AppContext,
  defaultLimits,
  type Endpoint,
  type Headers,
  type HeadersInit,
  type Limits,
  type Logger,
  Request,
  type Response,
  silentLogger,
  toEndpoint,
} from "../index.ts";
import { safeLogger } from "../log/safe-logger.ts";

/** What a client decides about its request. Method and target are not checked as a head is: a test may ask oddly. */
export interface InjectOptions {
  /** Default: GET. HEAD gets no bytes, as from a server. */
  readonly method?: string;
  /** `Host: test` is added where there is none. */
  readonly headers?: HeadersInit;
  /** It has come whole: a handler never waits for the rest of it. */
  readonly body?: string | Uint8Array;
  /** Default: silent, as for a server. */
  readonly logger?: Logger;
  /** Only what bounds the app counts here, such as `maxBodyBytes`. Default: those of a server. */
  readonly limits?: Partial<Limits>;
  /** The clock of `handlerTimeoutMs`. Default: that of a server. */
  readonly reactor?: Reactor;
}

/** An answer with its body read to the end. */
export interface Injected {
  readonly status: number;
  /** Those of the app: what a server adds when it writes, such as Date and Content-Length, is not there. */
  readonly headers: Headers;
  /** What a client would have read; none where HTTP has none, whatever the handler made. */
  readonly bytes: Buffer;
  /** As UTF-8. */
  text(): string;
  /** Errors: SyntaxError when it is no JSON. */
  json(): unknown;
}

/** Both ends of the connection that there is not. It has no end either, so nothing is ever told. */
const TEST = { path: "test" };
const PEER: Peer = { localAddress: TEST, remoteAddress: TEST, scheme: "unix", onEnd: () => () => {} };

/** Apps that have been asked before: as with a server, each starts once. Held weakly, since a test makes many. */
const started = new WeakSet<Endpoint>();

/**
 * Asks `app` for `target`, such as `/p/go?x=1`. Errors: what the start of the app throws, as from `listen`, and
 * what a stream of the answer throws, or its wrong length: there a server would break off.
 */
export async function inject(app: App, target: string, options: InjectOptions = {}): Promise<Injected> {
  const endpoint = toEndpoint(app);
  // A handler is wrapped anew by each call, but it has nothing to prepare.
  if (!started.has(endpoint)) endpoint.prepare?.();
  // Behind it: a start that has failed is tried again, and fails again.
  started.add(endpoint);
  const { method = "GET" } = options;
  const logger = safeLogger(options.logger ?? silentLogger);
  const limits = { ...defaultLimits, ...options.limits };
  const headers = new RequestHeaders(options.headers);
  // RFC 9112 §3.2: a request without it would never have reached the app.
  if (!headers.has("host")) headers.set("host", "test");
  const body = options.body === undefined ? null : bodyOf(Buffer.from(options.body));
  const { maxBodyBytes } = limits;
  const request = new Request({ method, target, version: "1.1", headers, body, maxBodyBytes }, PEER);
  // Never rejects: what a handler throws is an answer by then, as it is for a server.
  let response = await askInTime(endpoint, new AppContext(request, logger), limits, options.reactor);
  // What the handler has declared; null where it has left the framing to the server.
  let length: number | null = null;
  try {
    // One that was asked for is shown, so that a test may look at its fields. No connection is there to hand over.
    if (response.status === 101 && !headers.has("upgrade"))
      throw new Error("a handler answered 101, but this request cannot be upgraded");
    length = declaredLength(response);
  } catch (error) {
    // As the connection does: nothing has been sent yet, so the client can still be told by a 500.
    response.discard();
    response = errorResponse(error, { log: logger, method, path: request.path, req: request });
  }
  // False until the last piece: a stream that fails breaks the answer off.
  let isComplete = false;
  let bytes: Buffer = Buffer.alloc(0);
  try {
    bytes = await sent(response, method, length);
    isComplete = true;
  } finally {
    // In the order of a connection: streams are let go of, then `onAnswered` and `c.signal` hear how it went.
    response.finish();
    request.release({ status: response.status, complete: isComplete, bytes: bytes.length }, logger);
  }
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    text: () => bytes.toString("utf8"),
    json: () => JSON.parse(bytes.toString("utf8")),
  };
}

/** The body as a protocol hands it on: one piece, and then the end. */
function bodyOf(bytes: Buffer): BodySource {
  let rest: Buffer | null = bytes.length === 0 ? null : bytes;
  return {
    length: bytes.length,
    next() {
      const piece = rest;
      rest = null;
      return piece;
    },
  };
}

/** The bytes of the body that a client gets. Errors: what the stream throws; it is longer or shorter than told. */
async function sent(response: Response, method: string, length: number | null): Promise<Buffer> {
  // RFC 9110 §6.4.1: the answer to HEAD ends with its head, and so do some others.
  if (method === "HEAD" || contentOf(response.status) !== "any") {
    response.discard();
    return Buffer.alloc(0);
  }
  const { body } = response;
  if (!isStream(body)) return Buffer.from(body ?? "");
  const pieces: Buffer[] = [];
  for await (const piece of body) pieces.push(Buffer.from(piece));
  const bytes = Buffer.concat(pieces);
  // A text of another length is sent with its own; a stream is on its way when that is found out.
  if (length !== null && bytes.length !== length) {
    const difference = bytes.length > length ? "longer" : "shorter";
    throw new Error(`the stream is ${difference} than its content-length`);
  }
  return bytes;
}

/**
 * Asks an app without a socket: what a test of a handler needs. The request goes the way a real one goes from
 * the protocol layer on: the app is started, its body is bounded, and what the server would not send is not in
 * the answer.
 */

import { AppContext } from "../endpoint/app-context.ts";
import { type App, type Endpoint, getResponse, toEndpoint } from "../endpoint/endpoint.ts";
import { errorResponse } from "../http/error-response.ts";
import { declaredLength } from "../http/h1/write-response.ts";
import type { Headers, HeadersInit } from "../http/headers.ts";
import { defaultLimits, type Limits } from "../http/limits.ts";
import { type Peer, Request } from "../http/request.ts";
import type { BodySource } from "../http/request-body.ts";
import { RequestHeaders } from "../http/request-headers.ts";
import type { Response, ResponseBody } from "../http/response.ts";
import { contentOf } from "../http/status.ts";
import { type Logger, silentLogger } from "../log/logger.ts";
import { safeLogger } from "../log/safe-logger.ts";

export interface InjectOptions {
  /** Default: GET. */
  readonly method?: string;
  readonly headers?: HeadersInit;
  readonly body?: string | Uint8Array;
  readonly logger?: Logger;
  /** Only what bounds the app counts here, such as `maxBodyBytes`. Default: those of a server. */
  readonly limits?: Partial<Limits>;
}

/** An answer with its body read to the end. */
export interface Injected {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  text(): string;
  json(): unknown;
}

const TEST = { path: "test" };
const PEER: Peer = { localAddress: TEST, remoteAddress: TEST, scheme: "unix", onEnd: () => () => {} };

/** Apps that have been asked before. As with a server, each starts once. */
const started = new WeakSet<Endpoint>();

/**
 * Asks `app` for `target`, such as `/p/go?x=1`. Errors: what the start of the app throws, as from `listen`, and
 * what a stream of the answer throws, or its wrong length: there a server would break off.
 */
export async function inject(app: App, target: string, options: InjectOptions = {}): Promise<Injected> {
  const endpoint = toEndpoint(app);
  if (!started.has(endpoint)) endpoint.prepare?.();
  started.add(endpoint);
  const { method = "GET" } = options;
  const logger = safeLogger(options.logger ?? silentLogger);
  const limits = { ...defaultLimits, ...options.limits };
  const headers = new RequestHeaders(options.headers);
  if (!headers.has("host")) headers.set("host", "test");
  const body = options.body === undefined ? null : bodyOf(Buffer.from(options.body));
  const { maxBodyBytes } = limits;
  const request = new Request({ method, target, version: "1.1", headers, body, maxBodyBytes }, PEER);
  let response = await getResponse(endpoint, new AppContext(request, logger));
  let length: number | null = null;
  try {
    length = declaredLength(response);
  } catch (error) {
    // As the connection does: nothing has been sent, so the client can still be told.
    response.discard();
    response = errorResponse(error, { log: logger, method, path: request.path });
  }
  let isComplete = false;
  let bytes: Buffer;
  try {
    bytes = await sent(response, method, length);
    isComplete = true;
  } finally {
    response.finish();
    request.release({ status: response.status, complete: isComplete }, logger);
  }
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    text: () => bytes.toString("utf8"),
    json: () => JSON.parse(bytes.toString("utf8")),
  };
}

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
  const bytes = await collect(response.body);
  if (response.isStream && length !== null && bytes.length !== length) {
    const difference = bytes.length > length ? "longer" : "shorter";
    throw new Error(`the stream is ${difference} than its content-length`);
  }
  return bytes;
}

async function collect(body: ResponseBody): Promise<Buffer> {
  if (body === null) return Buffer.alloc(0);
  if (typeof body === "string" || body instanceof Uint8Array) return Buffer.from(body);
  const pieces: Buffer[] = [];
  for await (const chunk of body) pieces.push(Buffer.from(chunk));
  return Buffer.concat(pieces);
}

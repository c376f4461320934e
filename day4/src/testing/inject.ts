/**
 * Asks an app without a socket: what a test of a handler needs. The request goes the way a real one goes
 * from the protocol layer on, so contexts, conversions and errors are the real ones.
 */

import { AppContext } from "../http/app-context.ts";
import type { BodySource } from "../http/body-source.ts";
import { type App, getResponse, toEndpoint } from "../http/endpoint.ts";
import { Headers, type HeadersInit } from "../http/headers.ts";
import { defaultLimits } from "../http/limits.ts";
import { type Peer, Request } from "../http/request.ts";
import type { Response } from "../http/response.ts";
import type { Logger } from "../log/logger.ts";

export interface InjectOptions {
  /** Default: GET. */
  readonly method?: string;
  readonly headers?: HeadersInit;
  readonly body?: string | Uint8Array;
  readonly logger?: Logger;
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

/** Asks `app` for `target`, such as `/p/go?x=1`. Errors: what a stream of the answer throws. */
export async function inject(app: App, target: string, options: InjectOptions = {}): Promise<Injected> {
  const headers = new Headers(options.headers);
  if (!headers.has("host")) headers.set("host", "test");
  const body = options.body === undefined ? null : bodyOf(Buffer.from(options.body));
  const request = new Request(
    {
      method: options.method ?? "GET",
      target,
      version: "1.1",
      fields: headers.encode(),
      body,
      maxBodyBytes: defaultLimits.maxBodyBytes,
    },
    PEER,
  );
  const response = await getResponse(toEndpoint(app), new AppContext(request, options.logger));
  const bytes = await collect(response);
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

async function collect({ body }: Response): Promise<Buffer> {
  if (body === null) return Buffer.alloc(0);
  if (typeof body === "string" || body instanceof Uint8Array) return Buffer.from(body);
  const pieces: Buffer[] = [];
  for await (const chunk of body) pieces.push(Buffer.from(chunk));
  return Buffer.concat(pieces);
}

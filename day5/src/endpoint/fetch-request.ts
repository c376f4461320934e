/**
 * A Request of the platform as one of ours. Nothing is parsed: the platform has done it, and has its own idea of what
 * a request may be. So what a head would have been refused for cannot come by this way.
 */

import { HttpError } from "../http/http-error.ts";
import { type Peer, Request } from "../http/request.ts";
import type { BodySource } from "../http/request-body.ts";
import { RequestHeaders } from "../http/request-headers.ts";

/** No one knows who stands at the other end. */
const UNKNOWN = { path: "fetch" };

/** The body is read when a handler asks for it, and within its bound. */
export function toRequest(given: globalThis.Request, maxBodyBytes: number): Request {
  const url = new URL(given.url);
  const headers = new RequestHeaders(given.headers);
  // RFC 9112 §3.2: each request has one; here the URL says it.
  if (!headers.has("host")) headers.set("host", url.host);
  const body = given.body === null ? null : new FetchBody(given.body, headers.get("content-length"));
  const target = url.pathname + url.search;
  const request = new Request(
    { method: given.method, target, version: "1.1", headers, body, maxBodyBytes },
    peerOf(given.signal, url.protocol === "https:"),
  );
  if (body !== null) request.onAnswered(() => body.end());
  return request;
}

/** Its end is the abort of its signal: the program that made the request does not wait for the answer any more. */
function peerOf(signal: AbortSignal, isSecure: boolean): Peer {
  return {
    localAddress: UNKNOWN,
    remoteAddress: UNKNOWN,
    scheme: isSecure ? "tls" : "tcp",
    onEnd(listener) {
      if (signal.aborted) listener();
      signal.addEventListener("abort", listener, { once: true });
      return () => signal.removeEventListener("abort", listener);
    },
  };
}

/** The platform's stream, from the first question on. Made for each request with a body, and over with its answer. */
class FetchBody implements BodySource {
  readonly length: number | null;
  /** The platform's. Locked by the first read, and not before. */
  readonly #stream: ReadableStream<Uint8Array>;
  #reader: ReadableStreamDefaultReader<Uint8Array> | null = null;

  /** `declared`: the Content-Length that came with it; a body that is made while it is sent has none. */
  constructor(stream: ReadableStream<Uint8Array>, declared: string | null) {
    this.#stream = stream;
    this.length = declared !== null && /^\d{1,15}$/.test(declared) ? Number(declared) : null;
  }

  async next(): Promise<Buffer | null> {
    // Locked by the program, it is the program's mistake, and no client's.
    this.#reader ??= this.#stream.getReader();
    try {
      const { done, value } = await this.#reader.read();
      return done ? null : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    } catch (cause) {
      throw new HttpError(400, "the body was cut short", { code: "BODY_CUT_SHORT", cause });
    }
  }

  /** What has been begun is not read on: its sender need not send the rest. One that has ended does not mind. */
  end(): void {
    this.#reader?.cancel().catch(() => {});
  }
}

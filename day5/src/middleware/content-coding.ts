/**
 * Content codings, as Node's zlib has them: a text or bytes whole, and streams piece by piece. Used by `compress` alone.
 * All of it works beside the event loop, in Node's own threads.
 */

import { pipeline, Readable, type Transform } from "node:stream";
import * as zlib from "node:zlib";
import type { ResponseBody } from "../index.ts";

/** As they stand in Content-Encoding. "deflate" is the zlib format (RFC 9110 §8.4.1.2). */
export type Coding = "zstd" | "br" | "gzip" | "deflate";

type Stream = Exclude<ResponseBody, string | Uint8Array | null>;

/** Node has it from 22.15 on; the types that we build with do not know it yet. */
const { createZstdCompress } = zlib as {
  createZstdCompress?: (options: { readonly flush?: number }) => Transform;
};

const { BROTLI_OPERATION_FLUSH, BROTLI_PARAM_QUALITY, Z_SYNC_FLUSH } = zlib.constants;
/** ZSTD_e_flush. */
const ZSTD_FLUSH = 1;

/**
 * For answers that are made anew each time: 4 of 11 for Brotli, which is as fast as gzip and smaller. `isFlushed`: all
 * that was written leaves at once, since what a client waits for must not wait for more.
 */
const ENCODERS: Readonly<Partial<Record<Coding, (isFlushed: boolean) => Transform>>> = {
  ...(createZstdCompress && {
    zstd: (isFlushed) => createZstdCompress(isFlushed ? { flush: ZSTD_FLUSH } : {}),
  }),
  br: (isFlushed) =>
    zlib.createBrotliCompress({
      ...(isFlushed && { flush: BROTLI_OPERATION_FLUSH }),
      params: { [BROTLI_PARAM_QUALITY]: 4 },
    }),
  gzip: (isFlushed) => zlib.createGzip(isFlushed ? { flush: Z_SYNC_FLUSH } : {}),
  deflate: (isFlushed) => zlib.createDeflate(isFlushed ? { flush: Z_SYNC_FLUSH } : {}),
};

/** What this Node has, the best first. */
export const codings: readonly Coding[] = Object.keys(ENCODERS) as Coding[];

/** The whole in `coding`. Errors: none that a content could cause. */
export function encode(content: string | Uint8Array, coding: Coding): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const encoder = encoderOf(coding, false);
    const chunks: Buffer[] = [];
    encoder.on("data", (chunk) => chunks.push(chunk));
    encoder.on("end", () => resolve(Buffer.concat(chunks))).on("error", reject);
    encoder.end(content);
  });
}

/** A stream that reads `source` as it is read itself, fails as that does, and ends it when it is ended. */
export function encodeStream(source: Stream, coding: Coding): Transform {
  const encoder = encoderOf(coding, true);
  // One piece ahead and no more: the client's speed is that of the source.
  // How it ended, its reader is told by the encoder itself.
  pipeline(Readable.from(source, { highWaterMark: 1 }), encoder, () => {});
  return encoder;
}

function encoderOf(coding: Coding, isFlushed: boolean): Transform {
  const make = ENCODERS[coding];
  if (make === undefined) throw new TypeError(`this Node does not know ${coding}`);
  return make(isFlushed);
}

/**
 * Content codings, as Node's zlib has them: a text or bytes whole, and streams piece by piece. Used by `compress` alone.
 * All of it works beside the event loop, in Node's own threads.
 */

import { pipeline, Readable, type Transform } from "node:stream";
import * as zlib from "node:zlib";
import type { ResponseBody } from "../index.ts";

/** As they stand in Content-Encoding. "deflate" is the zlib format (RFC 9110 §8.4.1.2). */
export type Coding = "zstd" | "br" | "gzip" | "deflate";

/** A body that is read piece by piece. */
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
const ENCODERS = {
  ...(createZstdCompress && {
    zstd: (isFlushed: boolean) => createZstdCompress(isFlushed ? { flush: ZSTD_FLUSH } : {}),
  }),
  br: (isFlushed: boolean) =>
    zlib.createBrotliCompress({
      ...(isFlushed && { flush: BROTLI_OPERATION_FLUSH }),
      params: { [BROTLI_PARAM_QUALITY]: 4 },
    }),
  gzip: (isFlushed: boolean) => zlib.createGzip(isFlushed ? { flush: Z_SYNC_FLUSH } : {}),
  deflate: (isFlushed: boolean) => zlib.createDeflate(isFlushed ? { flush: Z_SYNC_FLUSH } : {}),
} as Readonly<Record<Coding, (isFlushed: boolean) => Transform>>;

/** What this Node has, the best first. Others are never asked for: `compress` refuses them when it is made. */
export const codings: readonly Coding[] = Object.keys(ENCODERS) as Coding[];

/**
 * The whole in `coding`. For bodies that are in memory: the answer can then say its length. Errors: none that a
 * content could cause.
 */
export function encode(content: string | Uint8Array, coding: Coding): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const encoder = ENCODERS[coding](false);
    const chunks: Buffer[] = [];
    encoder.on("data", (chunk) => chunks.push(chunk));
    encoder.on("end", () => resolve(Buffer.concat(chunks))).on("error", reject);
    encoder.end(content);
  });
}

/** A stream that reads `source` as it is read itself, fails as that does, and ends it when it is ended. */
export function encodeStream(source: Stream, coding: Coding): Transform {
  const encoder = ENCODERS[coding](true);
  // One piece ahead and no more: the client's speed is that of the source.
  // How it ended, its reader is told by the encoder itself.
  pipeline(Readable.from(source, { highWaterMark: 1 }), encoder, () => {});
  return encoder;
}

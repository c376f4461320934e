/** Frames of HTTP/2 as a client reads them from a RawClient; scripts/shared/h2-frames.ts makes those that it sends. */

import type { RawClient } from "./raw-client.ts";

export * from "../../scripts/shared/h2-frames.ts";

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
}

/** The next frame. */
export async function readFrame(client: RawClient): Promise<Frame> {
  const head = Buffer.from(await client.read(9), "latin1");
  const payload = Buffer.from(await client.read(head.readUIntBE(0, 3)), "latin1");
  return { type: head.readUInt8(3), flags: head.readUInt8(4), stream: head.readUInt32BE(5), payload };
}

/** The next of one of these types; skips all others. Errors: the server has ended its side before. */
export async function readUntil(client: RawClient, ...types: readonly number[]): Promise<Frame> {
  for (;;) {
    const next = await readFrame(client);
    if (types.includes(next.type)) return next;
  }
}

/** Of a GOAWAY: the code, and what it says. */
export function goawayOf({ payload }: Frame): { last: number; code: number; why: string } {
  return { last: payload.readUInt32BE(0), code: payload.readUInt32BE(4), why: payload.toString("latin1", 8) };
}

/**
 * Misunderstanding: a range is what `slice` takes. In HTTP both ends belong to it.
 * Killed by: "bytes=2-4 of ten bytes is "234""
 */

import { type AppContext, type Endpoint, HttpError, Response } from "../../../../day2/src/index.ts";

export function withRanges(inner: Endpoint): Endpoint {
  return {
    prepare: () => inner.prepare?.(),
    async call(c: AppContext): Promise<Response> {
      const response = await inner.call(c);
      const { body, status } = response;
      if (c.method !== "GET" || status !== 200 || body === null || response.isStream) return response;
      c.header("accept-ranges", "bytes");
      const bytes = Buffer.from(body as string | Uint8Array);
      const range = readRange(c.req.headers.get("range") ?? "", bytes.length);
      if (range === null) return response;
      if (range.first > range.last)
        throw new HttpError(416, "there is no such range", {
          headers: { "content-range": `bytes */${bytes.length}` },
        });
      c.header("content-range", `bytes ${range.first}-${range.last}/${bytes.length}`);
      const part = bytes.subarray(range.first, Math.max(range.first + 1, range.last));
      return new Response(part, { status: 206, headers: response.headers });
    },
  };
}

/** Null: not one range of bytes. Where there is no such part, `first` is behind `last`. */
function readRange(text: string, size: number): { first: number; last: number } | null {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(text) ?? [];
  if (from === "" && to === "") return null;
  if (from === "") return { first: size - Math.min(size, Number(to)), last: size - 1 };
  if (to !== "" && Number(to) < Number(from)) return null;
  return { first: Number(from), last: to === "" ? size - 1 : Math.min(size - 1, Number(to)) };
}

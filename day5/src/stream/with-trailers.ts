/**
 * `c.stream(withTrailers(c, source, { "content-digest": () => … }))`: fields behind a stream, for what is known only at
 * its end, such as a digest or how long it took. They may get lost on the way, and most clients do not look at them: what
 * a client needs stands in front.
 */

import type { AppContext } from "../index.ts";
import { TrailedStream, type TrailersInit } from "../net.ts";

/** The program's stream, of any kind that `c.stream` takes. */
type Source = AsyncIterable<Uint8Array | string>;

/** RFC 9110 §10.1.4: the member of a TE field that says it. */
const TRAILERS = /(?:^|,)[\t ]*trailers[\t ]*(?:,|$)/i;

/**
 * `source` with these fields behind it, announced by a Trailer field; or just `source`, where the client could not take
 * them. Errors: TypeError for a name that may not stand behind a body. Later, what gives a value may throw, which
 * breaks the answer off: half of it must not look whole.
 */
export function withTrailers(
  c: Pick<AppContext, "req" | "header">,
  source: Source,
  trailers: TrailersInit,
): Source {
  const trailed = new TrailedStream(source, trailers);
  if (!takesTrailers(c)) return source;
  c.header("trailer", trailed.names.join(", "));
  return trailed;
}

/**
 * Whether the client knows what to do with them. In HTTP/2 they are a part of the frames that every client reads
 * (RFC 9113 §8.1). In HTTP/1.1 they need the chunked coding, and a client that does not expect them may stumble: it has
 * to ask.
 */
function takesTrailers({ req }: Pick<AppContext, "req">): boolean {
  if (req.version === "1.1") return TRAILERS.test(req.headers.get("te") ?? "");
  return req.version !== "1.0";
}

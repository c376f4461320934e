/**
 * The body of a request, held against what its client says of it (RFC 9530 §2). The hash grows with the pieces; none is
 * kept.
 */

import { createHash } from "node:crypto";
import { type AppContext, HttpError } from "../../../day2/src/index.ts";

/** Errors: HttpError 400 DIGEST_MISMATCH behind the last piece; what the reading of the body throws. */
export async function* checked(c: AppContext): AsyncGenerator<Buffer> {
  const field = c.req.headers.get("content-digest") ?? "";
  const [, told] = /(?:^|,)\s*sha-256=:([A-Za-z\d+/=]*):/.exec(field) ?? [];
  const hash = createHash("sha256");
  for await (const piece of c.req.stream()) {
    hash.update(piece);
    yield piece;
  }
  if (told !== undefined && told !== hash.digest("base64"))
    throw new HttpError(400, "the body is not what its content-digest says", { code: "DIGEST_MISMATCH" });
}

/**
 * Misunderstanding: one must know that a body is good before anything is done with it. That is a wish, and its price is
 * the whole body in memory.
 * Killed by: "I3: a piece is passed on before the next one has come"
 */

import { createHash } from "node:crypto";
import { type AppContext, HttpError } from "../../../../day2/src/index.ts";

/** Errors: HttpError 400 DIGEST_MISMATCH behind the last piece; what the reading of the body throws. */
export async function* checked(c: AppContext): AsyncGenerator<Buffer> {
  const field = c.req.headers.get("content-digest") ?? "";
  const [, told] = /(?:^|,)\s*sha-256=:([A-Za-z\d+/=]*):/.exec(field) ?? [];
  const hash = createHash("sha256");
  const whole = await c.req.bytes();
  hash.update(whole);
  yield whole;
  if (told !== undefined && told !== hash.digest("base64"))
    throw new HttpError(400, "the body is not what its content-digest says", { code: "DIGEST_MISMATCH" });
}

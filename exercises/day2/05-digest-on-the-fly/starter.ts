/**
 * The body of a request, held against what its client says of it. Exercise day2/05.
 */

import { createHash } from "node:crypto";
import { type AppContext, HttpError } from "../../../day2/src/index.ts";

/** Errors: HttpError 400 DIGEST_MISMATCH behind the last piece; what the reading of the body throws. */
export function checked(c: AppContext): AsyncGenerator<Buffer> {
  throw new Error("day2/05: write checked");
}

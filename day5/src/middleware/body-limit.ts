/**
 * Another bound for the bodies of a route or a group than that of the whole server: `bodyLimit(10 * 1024 * 1024)` where
 * files are uploaded. A body above it is a 413. Errors: RangeError when it is no whole number of bytes.
 */

import type { HookFunction } from "../index.ts";

export function bodyLimit(bytes: number): HookFunction {
  if (!Number.isSafeInteger(bytes) || bytes < 0)
    throw new RangeError(`bodyLimit takes a whole number of bytes from 0 on, not ${String(bytes)}`);
  return (c) => c.req.limitBody(bytes);
}

/**
 * The answer to a supervisor that restarts a process which hangs: 200 as long as it answers at all, while it drains too.
 * `readiness()` is the other one: it says whether to send requests here. To ask that one in the place of this
 * would kill a server in the middle of its stop. `router.get("/live", liveness())`.
 */

import type { Handler } from "../endpoint/endpoint.ts";

export function liveness(): Handler {
  return (c) => c.header("cache-control", "no-store").string("alive\n");
}

/**
 * What those who watch a server ask it: a balancer, whether to send requests here, and a supervisor, whether it hangs.
 * A program mounts them where they look: `router.get("/ready", readiness()).get("/live", liveness())`.
 */

import type { AppContext } from "../endpoint/app-context.ts";
import type { Handler } from "../endpoint/endpoint.ts";

/**
 * 503 from the first moment of a shutdown on: the balancer lets go while the server still answers what it has begun.
 * `check` may say that something else is missing, such as a database: false, or an error, is a 503 too. It is asked
 * for each request, so it should be quick: a balancer has little patience. No cache may keep the answer.
 */
export function readiness(check: () => boolean | Promise<boolean> = () => true): Handler {
  return async (c) => {
    c.header("cache-control", "no-store");
    if (c.isDraining) return c.string("draining\n", 503);
    return (await passes(check, c)) ? c.string("ready\n") : c.string("not ready\n", 503);
  };
}

/**
 * 200 as long as the process answers at all, while it drains too. To ask `readiness` in the place of this would kill a
 * server in the middle of its stop.
 */
export function liveness(): Handler {
  return (c) => c.header("cache-control", "no-store").string("alive\n");
}

/**
 * A check that fails is no reason to end the process, only to get no requests until it passes. A check that hangs is
 * bounded by the server's `handlerTimeoutMs`.
 */
async function passes(check: () => boolean | Promise<boolean>, c: AppContext): Promise<boolean> {
  try {
    return await check();
  } catch (error) {
    c.log.warn({ err: error }, "readiness check failed");
    return false;
  }
}

/**
 * The answer to a balancer that asks whether to send requests here. 503 from the first moment of a shutdown
 * on: the balancer lets go while the server still answers what it has begun. A program mounts it where its
 * balancer looks: `router.get("/ready", readiness())`.
 */

import type { AppContext } from "../endpoint/app-context.ts";
import type { Handler } from "../endpoint/endpoint.ts";

/** `check` may say that something else is missing, such as a database: false, or an error, is a 503 too. */
export function readiness(check: () => boolean | Promise<boolean> = () => true): Handler {
  return async (c) => {
    c.header("cache-control", "no-store");
    if (c.isDraining) return c.string("draining\n", 503);
    return (await passes(check, c)) ? c.string("ready\n") : c.string("not ready\n", 503);
  };
}

/** A check that fails is no reason to end the process, only to get no requests until it passes. */
async function passes(check: () => boolean | Promise<boolean>, c: AppContext): Promise<boolean> {
  try {
    return await check();
  } catch (error) {
    c.log.warn({ err: error }, "readiness check failed");
    return false;
  }
}

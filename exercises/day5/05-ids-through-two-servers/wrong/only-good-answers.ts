/**
 * Misunderstanding: an answer is what the handler gives. An error is answered as well, and it is the one that is looked for.
 * Killed by: "I3: a 404, a 405 and a 500 have one as well"
 */

import { randomUUID } from "node:crypto";
import { type AppContext, type HookSet, key } from "../../../../day5/src/index.ts";

const FIELD = "x-request-id";
const SOUND = /^[\w-]{8,64}$/;

/** From the hook to `outgoing`. */
const kept = key<string>("request id");

export function requestIds(): HookSet {
  return {
    async around(c, next) {
      const given = c.req.headers.get(FIELD) ?? "";
      const id = SOUND.test(given) ? given : randomUUID();
      c.state.set(kept, id);
      const response = await next();
      c.header(FIELD, id);
      return response;
    },
  };
}

/** The fields for a call of the next service. Errors: Error where no such hook stands in front. */
export function outgoing(c: Pick<AppContext, "state">): Record<string, string> {
  if (!c.state.has(kept))
    throw new Error("no request id here: put requestIds() into the hooks of the router");
  return { [FIELD]: c.state.get(kept) };
}

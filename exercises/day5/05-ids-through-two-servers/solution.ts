/**
 * One id for a request, through all servers: taken over where it is sound, made where it is not.
 */

import { randomUUID } from "node:crypto";
import { type AppContext, type HookSet, key } from "../../../day5/src/index.ts";

const FIELD = "x-request-id";
const SOUND = /^[\w-]{8,64}$/;

/** From the hook to `outgoing`. */
const kept = key<string>("request id");

export function requestIds(): HookSet {
  return {
    onRequest(c) {
      const given = c.req.headers.get(FIELD) ?? "";
      const id = SOUND.test(given) ? given : randomUUID();
      c.state.set(kept, id);
      // On the way in: whatever becomes of the request, its answer has the fields of the context.
      c.header(FIELD, id);
    },
  };
}

/** The fields for a call of the next service. Errors: Error where no such hook stands in front. */
export function outgoing(c: Pick<AppContext, "state">): Record<string, string> {
  if (!c.state.has(kept))
    throw new Error("no request id here: put requestIds() into the hooks of the router");
  return { [FIELD]: c.state.get(kept) };
}

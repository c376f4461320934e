/**
 * Misunderstanding: the id comes from our own proxy. It comes from whoever sends it.
 * Killed by: "an id that is not sound is not taken over"
 */

import { randomUUID } from "node:crypto";
import { type AppContext, type HookSet, key } from "../../../../day5/src/index.ts";

const FIELD = "x-request-id";

/** From the hook to `outgoing`. */
const kept = key<string>("request id");

export function requestIds(): HookSet {
  return {
    onRequest(c) {
      const given = c.req.headers.get(FIELD) ?? "";
      const id = given !== "" ? given : randomUUID();
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

/**
 * A name for each request, in the answer and for the log: `router.hooks(requestId())`, then `requestIdOf(c)`. It only
 * names; what an id is good for, the access log and other services decide.
 */

import { randomUUID } from "node:crypto";
import { type AppContext, type HookSet, key } from "../index.ts";

export interface RequestIdOptions {
  /** The field that carries it. Default "x-request-id". */
  readonly header?: string;
  /** Takes the id that a proxy has given. Default false: a client could choose any, and fill the log with it. */
  readonly trusted?: boolean;
  /** Makes one. Default a random UUID. */
  readonly make?: () => string;
}

/** What may be taken over: nothing that would be another field, another line of a log, or a page. */
const SOUND = /^[\w.:-]{1,128}$/;
/** From the hook to `requestIdOf`. */
const kept = key<string>("request id");

/** A hook that names the request before all that is further in, and puts the name on its answer. */
export function requestId(options: RequestIdOptions = {}): HookSet {
  const { header = "x-request-id", trusted = false, make = randomUUID } = options;
  return {
    onRequest(c) {
      const given = trusted ? c.req.headers.get(header) : null;
      const id = given !== null && SOUND.test(given) ? given : make();
      c.state.set(kept, id);
      c.header(header, id);
    },
  };
}

/**
 * The name that the hook has given, for logs and for requests to other services. Errors: Error where no `requestId`
 * hook stands in front.
 */
export function requestIdOf(c: Pick<AppContext, "state">): string {
  if (!c.state.has(kept))
    throw new Error("no request id here: put requestId() into the hooks of the router or group");
  return c.state.get(kept);
}

/**
 * What an app may know of the server that took its request. `listen` makes one for each server, and every
 * context of that server holds it. A request that came through no server has none.
 */

import type { TrustedProxies } from "./trusted-proxies.ts";

export interface ServerFacts {
  /** True from the first moment of the shutdown on. */
  readonly isDraining: boolean;
  /** Whose word on where a request came from is taken; null: nobody's. */
  readonly proxies: TrustedProxies | null;
}

export const noServer: ServerFacts = { isDraining: false, proxies: null };

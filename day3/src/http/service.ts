/**
 * The seam between protocols and programs: a protocol turns bytes into a Request and asks the service;
 * what comes back it turns into bytes. The service never fails: errors are responses by then.
 */

import type { Logger } from "../log/logger.ts";
import type { Limits } from "./limits.ts";
import type { Request } from "./request.ts";
import type { Response } from "./response.ts";

/**
 * Made once by `listen`, and asked for each request by each connection, of whatever protocol. A response
 * that is here already comes without a promise, and costs none.
 */
export type Service = (request: Request) => Response | Promise<Response>;

/** What the connections of one server have in common. Made once, and held by each of them. */
export interface ServeOptions {
  readonly limits: Limits;
  readonly log: Logger;
  /** What the server tells of itself: once it is draining, every answer is the last of its connection. */
  readonly facts?: { readonly isDraining: boolean };
}

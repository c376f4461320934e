/**
 * The seam between protocols and programs: a protocol turns bytes into a Request and asks the service;
 * what comes back it turns into bytes. The service never fails: errors are responses by then.
 */

import type { Logger } from "../log/logger.ts";
import type { Limits } from "./limits.ts";
import type { Request } from "./request.ts";
import type { Response } from "./response.ts";

export type Service = (request: Request) => Response | Promise<Response>;

export interface ServeOptions {
  readonly limits: Limits;
  readonly log: Logger;
  /** What the server tells of itself: once it is draining, every answer is the last of its connection. */
  readonly facts?: { readonly isDraining: boolean };
}

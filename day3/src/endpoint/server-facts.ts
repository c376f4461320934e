/**
 * What an app may know of the server that took its request. `listen` makes one for each server, and every
 * context of that server holds it until its request is over. A request that came through no server has `noServer`.
 */

import type { Request } from "../http/request.ts";
import type { Address } from "../net/address.ts";

/** Where a request came from, as far as it is known. */
export interface Origin {
  /** Port 0: the port is not known. */
  readonly remoteAddress: Address;
  readonly scheme: "http" | "https";
  /** With its port where the client named one; "" where it named no host. */
  readonly host: string;
}

export interface ServerFacts {
  /** True from the first moment of the shutdown on. */
  readonly isDraining: boolean;
  /** Whose word is taken for it is the server's to decide: the connection itself, or a proxy in front. */
  originOf(request: Request): Origin;
}

/**
 * What the connection and the request themselves say. Each part is looked up when it is asked for: a log that wants
 * the address only must not make the server parse the fields.
 */
class OwnOrigin implements Origin {
  readonly #request: Request;

  constructor(request: Request) {
    this.#request = request;
  }

  get remoteAddress(): Address {
    return this.#request.peer.remoteAddress;
  }

  get scheme(): "http" | "https" {
    return this.#request.peer.scheme === "tls" ? "https" : "http";
  }

  get host(): string {
    return this.#request.headers.get("host") ?? "";
  }
}

/** Believes nothing but the connection and the request. */
export function ownOrigin(request: Request): Origin {
  return new OwnOrigin(request);
}

export const noServer: ServerFacts = { isDraining: false, originOf: ownOrigin };

/**
 * One row of the tables of raw requests: what goes over the wire, and what the server must make of it.
 * The server that answers them has the limits below; its handler reads the body and sends back what it saw.
 */

import type { AppContext, Limits } from "../../day5/src/index.ts";

export interface RequestCase {
  readonly name: string;
  /** One latin1 character for each byte. */
  readonly bytes: string;
  /** The status line behind "HTTP/1.1 ". */
  readonly status: string;
  /** Whether another request on the same connection is answered. */
  readonly open: boolean;
  readonly rfc: string;
  readonly method?: string;
  /** Where given: the whole body of the answer. */
  readonly body?: string;
  /** Bodies of the answers that come before, where the bytes are more than one request. */
  readonly earlier?: readonly string[];
  /** A 100 (Continue) comes first. */
  readonly continues?: true;
  /** The answer depends on what has arrived when it is given: this row is not cut. */
  readonly whole?: true;
}

export const caseLimits: Partial<Limits> = { maxBodyBytes: 1_000, maxDrainBytes: 500 };

/** Answers "METHOD path?query body", so that a test sees what the server understood. */
export async function tellBack(c: AppContext): Promise<string> {
  return `${c.method} ${c.req.target} ${await c.req.text()}`;
}

/** A request that is refused with another status. */
export const refusedWith = (status: string, rfc: string, name: string, bytes: string): RequestCase => ({
  ...refused(rfc, name, bytes),
  status,
});

/** A request that is refused with a 400. */
export const refused = (rfc: string, name: string, bytes: string): RequestCase => ({
  name,
  bytes,
  status: "400 Bad Request",
  open: false,
  rfc,
});

/** A request that is answered, after which the connection stays open. */
export const served = (rfc: string, name: string, bytes: string, body?: string): RequestCase => ({
  name,
  bytes,
  status: "200 OK",
  open: true,
  rfc,
  ...(body === undefined ? {} : { body }),
});

/** A request that is answered, after which the connection is closed. */
export const servedLast = (rfc: string, name: string, bytes: string, body?: string): RequestCase => ({
  ...served(rfc, name, bytes, body),
  open: false,
});

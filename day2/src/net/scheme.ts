/**
 * What carries a connection: a TCP port, a Unix socket, or TLS over either. Each Conn knows it; what a
 * protocol calls itself on top of it (http, https) is the protocol's business.
 */

import type { Socket } from "node:net";
import type { Address } from "./address.ts";

export type Scheme = "tcp" | "unix" | "tls";

export function schemeOf(socket: Socket, localAddress: Address): Scheme {
  // Only a TLSSocket has the property, and there it is always true.
  if ("encrypted" in socket) return "tls";
  return "path" in localAddress ? "unix" : "tcp";
}

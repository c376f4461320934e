/** Who the client is by its certificate, as a function of the context: `peerCertificate(c)?.subject`. */

import type { X509Certificate } from "node:crypto";
import type { TLSSocket } from "node:tls";
import type { Request } from "../http/request.ts";
import { Conn } from "../net/conn.ts";

/**
 * The certificate that the client has proved to be its own, signed by one of `tls.clientCa`. null: it has shown none,
 * which `clientCertificate: "optional"` allows, or it was not asked, or a proxy stands in between, which knows it.
 */
export function peerCertificate(c: { readonly req: Pick<Request, "peer"> }): X509Certificate | null {
  const { peer } = c.req;
  // A stream of HTTP/2 is one of many on its connection.
  const conn = peer instanceof Conn ? peer : (peer as { readonly conn?: Conn }).conn;
  const socket = conn?.socket as Partial<TLSSocket> | undefined;
  // Set by bind-tls.ts behind the handshake.
  return socket?.authorized === true ? (socket.getPeerX509Certificate?.() ?? null) : null;
}

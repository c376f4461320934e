/**
 * Chooses the protocol that a connection speaks. TcpServer hands every connection to it.
 */

import type { Conn } from "../net/conn.ts";
import type { Shutdown } from "../sync/shutdown.ts";
import { Http1Connection } from "./h1/connection.ts";
import type { ServeOptions, Service } from "./service.ts";

/** Serves `conn` until its end. Every connection speaks HTTP/1.1 so far. */
export function serve(
  conn: Conn,
  shutdown: Shutdown,
  service: Service,
  options: ServeOptions,
): Promise<void> {
  return new Http1Connection(conn, shutdown, service, options).run();
}

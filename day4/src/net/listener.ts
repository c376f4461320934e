/**
 * Where connections come from. TcpListener is one; tests hand TcpServer one that fails on purpose. After
 * the listener traits of tokio and poem.
 */

import type { Address } from "./address.ts";
import type { Conn } from "./conn.ts";

export interface CloseOptions {
  /** Connections that have been let in and wait are not ended. Default: false. */
  readonly keepWaiting?: boolean;
}

export interface Listener {
  /** Where it listens, with the port the system chose. */
  readonly address: Address;
  /**
   * The next connection, in order of arrival; null once the listener is closed.
   * Errors: the system could not accept. The caller may try again after a while.
   */
  accept(): Promise<Conn | null>;
  /**
   * Frees the address: a client that connects from now on is refused. Connections that wait are ended; with
   * `keepWaiting` they are still handed out by `accept`, until another close ends them.
   */
  close(options?: CloseOptions): Promise<void>;
}

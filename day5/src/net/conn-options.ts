/** What can be set on a connection, and why the defaults are what they are. */

import { milliseconds, millisecondsOrNever, type RulesFor, whole } from "../guard/rule.ts";

export interface ConnOptions {
  /** Unread bytes at which we stop reading while no read waits. */
  readonly readAheadBytes?: number;
  /** Written bytes that leave at once and do not wait for the end of the round. */
  readonly writeBatchBytes?: number;
  /** How long the peer may take nothing of what we write. */
  readonly writeTimeoutMs?: number;
  /** How long a closing connection waits for the peer's end. */
  readonly lingerMs?: number;
}

export const connDefaults: Required<ConnOptions> = {
  // One read of Node's sockets: enough to keep a pipelining client busy, little enough for thousands.
  readAheadBytes: 64 * 1024,
  // Joining more than this saves no system call worth the memory.
  writeBatchBytes: 64 * 1024,
  // A peer that takes less than one batch in this time keeps memory for nothing.
  writeTimeoutMs: 30_000,
  // Long enough for a client an ocean away to notice our FIN, short enough not to hoard sockets.
  lingerMs: 2_000,
};

export const connRules: RulesFor<ConnOptions> = {
  readAheadBytes: whole("bytes", 1),
  writeBatchBytes: whole("bytes", 1),
  writeTimeoutMs: millisecondsOrNever(1),
  // With no end, a client that never closes would keep its connection for ever.
  lingerMs: milliseconds(0),
};

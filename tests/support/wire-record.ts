/**
 * What went over the wire, for a picture of a failed test: RawClient notes each piece of bytes, and what it waited for
 * in vain, as a line of JSON in the file that RAY_WIRE_RECORD names. Without that variable nothing is noted.
 */
import { openSync, readFileSync, writeSync } from "node:fs";
import type { Socket } from "node:net";

export type WireNews =
  | { readonly kind: "connected"; readonly to: string }
  /** From the test to the server, and the other way: the first bytes as latin1, and how many there were. */
  | { readonly kind: "sent" | "came"; readonly bytes: string; readonly size: number }
  /** One side has no more to say. */
  | { readonly kind: "end sent" | "end came" | "reset sent" }
  | { readonly kind: "closed"; readonly error: string | null }
  /** A wait that was given up: for what, why, and what the server's side of the connection was like. */
  | { readonly kind: "missing"; readonly what: string; readonly why: string; readonly peer: Peer | null };

export interface Peer {
  /** False: the connection lies in the queue of the listener still. */
  readonly accepted: boolean;
  /** Bytes that have arrived there and were not read. */
  readonly unread: number;
}

export type WireEntry = WireNews & {
  /** The test file, and the name of the test where it is known. */
  readonly file: string;
  readonly test: string | null;
  /** Counts the clients of a process, from 1. */
  readonly client: number;
  /** Milliseconds since the process began. */
  readonly at: number;
};

/** More of one piece is no use to a reader. */
const MOST_BYTES = 4096;

const path = process.env.RAY_WIRE_RECORD;
let file = path === undefined ? null : openRecord(path);
let clients = 0;

/** A record is a convenience: where there is no room for it, the tests run without. */
function openRecord(place: string): number | null {
  try {
    return openSync(place, "a");
  } catch {
    return null;
  }
}

/** What a new client calls for each thing that happens; null when nothing is to be noted. */
export function recorder(test: string | null): ((news: WireNews) => void) | null {
  if (file === null) return null;
  clients += 1;
  const own = { file: process.argv[1] ?? "", test, client: clients };
  return (news) => {
    if (file === null) return;
    try {
      writeSync(file, `${JSON.stringify({ ...own, at: Math.round(performance.now()), ...news })}\n`);
    } catch {
      file = null;
    }
  };
}

/** News of a piece of bytes. */
export function piece(kind: "sent" | "came", bytes: Buffer): WireNews {
  return { kind, bytes: bytes.toString("latin1", 0, MOST_BYTES), size: bytes.length };
}

/** The other end of a TCP connection on this machine, as Linux tells it. Null where it does not. */
export function peerOf({ localPort, remotePort }: Socket): Peer | null {
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    let text: string;
    try {
      text = readFileSync(table, "latin1");
    } catch {
      continue;
    }
    for (const line of text.split("\n").slice(1)) {
      // proc_net_tcp: number, local, remote, state, tx:rx queues, timer, retransmits, uid, timeout, inode.
      const [, local = "", remote = "", , queues = "", , , , , inode] = line.trim().split(/\s+/);
      if (portOf(local) !== remotePort || portOf(remote) !== localPort) continue;
      return { accepted: inode !== "0", unread: Number.parseInt(queues.split(":")[1] ?? "0", 16) };
    }
  }
  return null;
}

function portOf(address: string): number {
  return Number.parseInt(address.split(":")[1] ?? "", 16);
}

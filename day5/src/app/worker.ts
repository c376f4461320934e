/**
 * One of several processes that serve one address: what it hears from the first process, which has started it, and what
 * it tells it. `run` uses it in the place of ctrl-c, since the keys are the first process's to hear.
 */

import type { Cluster } from "node:cluster";
import type { DrainResult } from "../net/tcp-server.ts";
import type { TlsOptions } from "../net/tls/contexts.ts";

/** In the environment of the workers of `run`: a program may have a cluster of its own, and that is none of ours. */
export const MARK = "RAY_WORKER";

/** What the first process says. Sent by Workers, heard by `onPrimary`; the keys, in base64, by `withTicketKeys`. */
export type Order =
  | { readonly ray: "stop"; readonly signal: NodeJS.Signals }
  | { readonly ray: "reload" }
  | { readonly ray: "ticketKeys"; readonly keys: string };

/**
 * What a worker says: that it wants the keys of TLS tickets; where it listens, as a person would read it; and how its
 * stop has ended. Sent by `report`, heard by Workers. `ray` tells it from the program's own messages.
 */
export type Report =
  | { readonly ray: "wantsTicketKeys" }
  | { readonly ray: "listening"; readonly urls: readonly string[] }
  | ({ readonly ray: "stopped" } & DrainResult);

/** Node's part of it, loaded when it is asked for: most programs are one process. */
export function nodeCluster(): Cluster {
  // Its types know only the default export of the import.
  return process.getBuiltinModule("node:cluster") as unknown as Cluster;
}

/** Whether this process is a worker of `run`. It does not change while the process lives. */
export const isWorker = process.env[MARK] !== undefined && nodeCluster().isWorker;

/**
 * With the keys of the first process a client that comes back is known by every worker. They come by a message, since
 * what stands in an environment can be read there as long as the process lives. Keys that the program has given are its
 * own business.
 */
export async function withTicketKeys(tls: TlsOptions): Promise<TlsOptions> {
  // Without a first process there is nothing to ask, and nothing to serve: `onPrimary` stops the program.
  if (!isWorker || tls.ticketKeys !== undefined || !process.connected) return tls;
  const keys = await new Promise<string | null>((resolve) => {
    const settle = (keys: string | null) => {
      process.off("message", hear).off("disconnect", gone);
      resolve(keys);
    };
    const hear = (order: Order) => {
      if (order?.ray === "ticketKeys") settle(order.keys);
    };
    const gone = () => settle(null);
    process.on("message", hear).on("disconnect", gone);
    report({ ray: "wantsTicketKeys" });
  });
  return keys === null ? tls : { ...tls, ticketKeys: Buffer.from(keys, "base64") };
}

/** Tells the first process. Where that is gone, no one is there to be told. */
export function report(said: Report): void {
  if (process.connected) process.send?.(said);
}

/**
 * Calls `stop` once: at the order of the first process, when that is gone without a word, and at a SIGTERM, which may be
 * meant for this worker alone. Returns an unsubscribe function, which lets go of the first process too.
 */
export function onPrimary(stop: (signal: NodeJS.Signals) => void, reload: () => void): () => void {
  let isAsked = false;
  const once = (signal: NodeJS.Signals) => {
    if (isAsked) return;
    isAsked = true;
    stop(signal);
  };
  const hear = (order: Order) => {
    if (order?.ray === "stop") once(order.signal);
    if (order?.ray === "reload") reload();
  };
  const orphaned = () => once("SIGTERM");
  // Else Node would end this process at once when the first one is gone, and with a 0.
  const { worker } = nodeCluster();
  if (worker !== undefined) worker.exitedAfterDisconnect = true;
  // A terminal sends ctrl-c to all processes that it shows. The first one decides what becomes of it.
  const ignore = () => {};
  process.on("message", hear).on("disconnect", orphaned).on("SIGINT", ignore).on("SIGTERM", once);
  return () => {
    process.off("message", hear).off("disconnect", orphaned).off("SIGINT", ignore).off("SIGTERM", once);
    if (process.connected) process.disconnect?.();
  };
}

/** Sends pieces of bytes to a port of this machine and notes what comes back, and when. Called by the playground. */
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { Piece } from "../browser/raw-text.ts";

export interface Happening {
  /** Since the connection was there. */
  readonly ms: number;
  readonly kind: "sent" | "came" | "we ended" | "it ended" | "reset" | "still open";
  /** One character for each byte; "" where it is no bytes. */
  readonly bytes: string;
}

/** After so long without a byte in either direction we look no longer. */
const QUIET_MS = 1_500;
const MOST_BYTES = 64 * 1024;

/** Errors: the system's, when no one listens. `signal`: the one who asked is gone. */
export async function sendBytes(
  port: number,
  pieces: readonly Piece[],
  signal: AbortSignal,
): Promise<Happening[]> {
  const happened: Happening[] = [];
  const socket = connect({ host: "127.0.0.1", port, allowHalfOpen: true });
  socket.setNoDelay(true);
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
  });
  const begun = performance.now();
  let heard = begun;
  let came = 0;
  let isOver = false;
  const note = (kind: Happening["kind"], bytes = "") => {
    heard = performance.now();
    happened.push({ ms: Math.round((heard - begun) * 100) / 100, kind, bytes });
  };
  socket.on("data", (chunk: Buffer) => {
    came += chunk.length;
    note("came", chunk.toString("latin1", 0, MOST_BYTES));
    if (came > MOST_BYTES) socket.destroy();
  });
  socket.once("end", () => {
    note("it ended");
    isOver = true;
  });
  socket.on("error", () => {
    if (!isOver) note("reset");
    isOver = true;
  });
  socket.once("close", () => {
    isOver = true;
  });
  for (const { waitMs, bytes } of pieces) {
    if (waitMs > 0) await wait(waitMs, undefined, { signal }).catch(() => {});
    if (isOver || signal.aborted) break;
    if (bytes === null) {
      socket.end();
      note("we ended");
    } else {
      socket.write(Buffer.from(bytes, "latin1"));
      note("sent", bytes);
    }
  }
  while (!isOver && !signal.aborted && performance.now() - heard < QUIET_MS) await wait(20);
  if (!isOver) note("still open");
  socket.destroy();
  return happened;
}

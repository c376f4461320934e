/** A client that speaks bytes, for what is recorded here. Called by state-runs.ts and life-record.ts. */
import { connect, type Socket } from "node:net";
import { setImmediate as nextRound } from "node:timers/promises";

/** Turns of Node's loop. What has not come by then does not come: the recording fails, and the build with it. */
const PATIENCE = 200_000;

export class RawSocket {
  readonly socket: Socket;
  /** One character for each byte. */
  received = "";
  /** The server has ended its side; or it has reset, or both are done. */
  isOver = false;

  /** `onNews` hears of bytes that come, and of the end: "". */
  private constructor(socket: Socket, onNews: (bytes: string) => void) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => {
      const bytes = chunk.toString("latin1");
      this.received += bytes;
      onNews(bytes);
    });
    socket.on("end", () => onNews(""));
    // A reset is a part of what is recorded; the server's side tells of it.
    socket.on("error", () => {});
    socket.on("close", () => {
      this.isOver = true;
    });
  }

  /** `onNews` given: the end of the server is not answered with ours by itself. */
  static open(port: number, onNews?: (bytes: string) => void): Promise<RawSocket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port, allowHalfOpen: onNews !== undefined });
      socket.once("error", reject);
      socket.once("connect", () => {
        socket.off("error", reject);
        resolve(new RawSocket(socket, onNews ?? (() => {})));
      });
    });
  }

  send(bytes: string): void {
    this.socket.write(bytes, "latin1");
  }

  /** Answers that have come whole enough to be counted; a 100 is none. */
  get statuses(): number[] {
    return [...this.received.matchAll(/HTTP\/1\.1 (\d{3}) /g)]
      .map(([, status]) => Number(status))
      .filter(isFinal);
  }
}

const isFinal = (status: number) => status !== 100;

/** Errors: it has not come true, and nothing more will happen. */
export async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let turn = 0; !isSo(); turn++) {
    if (turn > PATIENCE) throw new Error(`while a picture was recorded: ${what} did not happen`);
    await nextRound();
  }
}

/**
 * A client that speaks bytes: what it is told goes out as it is, and what comes back is kept as it came.
 * Every test of a protocol uses it. When everything stands still for 5 s (still-watch.ts), a wait rejects with all
 * that was received, CR and LF made visible. Strings stand for latin1 bytes in both directions.
 */

import { connect, type Socket } from "node:net";
import type { TestContext } from "node:test";
import { setImmediate as nextRound } from "node:timers/promises";
import { StillWatch } from "../../scripts/shared/still-watch.ts";
import { toBuffer, visible, visibleExcerpt } from "./bytes.ts";
import { OverHttp2 } from "./over-http2.ts";
import { peerOf, piece, recorder, type WireNews } from "./wire-record.ts";
import { lateError, within } from "./within.ts";

export type Target = { readonly host: string; readonly port: number } | { readonly path: string };

interface Options {
  /** The test that is done with the client when it ends. */
  readonly t?: TestContext;
  /** False: nothing is read until `resume`, so that the server meets a peer that takes nothing. */
  readonly reading?: boolean;
  /** True: the server's end is not answered with ours until the test calls `end`. */
  readonly halfOpen?: boolean;
  /** How long everything may stand still while it waits (5,000). */
  readonly deadlineMs?: number;
  /** Speaks HTTP/2 where the test names no version; `securePort` is that for "h2". */
  readonly http2?: { readonly securePort: number | null };
}

/** Looks at what has come; answers how many bytes it takes, or null for "not yet". */
type Attempt = () => number | null;

interface Waiting {
  readonly attempt: Attempt;
  readonly what: string;
  readonly resolve: (taken: Buffer) => void;
  readonly reject: (message: string) => void;
}

export class RawClient {
  /** What the socket failed with, such as ECONNRESET. */
  error: NodeJS.ErrnoException | null = null;
  /** True once the server has sent its end. */
  ended = false;
  isClosed = false;
  readonly socket: Socket;
  readonly #deadlineMs: number;
  readonly #gone: Promise<void>;
  /** Notes what happens, for a picture of a failure; null when no one asked. */
  readonly #record: ((news: WireNews) => void) | null;
  #chunks: Buffer[] = [];
  #length = 0;
  #waiting: Waiting | null = null;

  private constructor(socket: Socket, options: Options) {
    this.socket = socket;
    this.#deadlineMs = options.deadlineMs ?? 5_000;
    this.#record = recorder(options.t?.name ?? null);
    this.#record?.({ kind: "connected", to: `${socket.remoteAddress ?? ""}:${socket.remotePort ?? ""}` });
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => {
      this.#record?.(piece("came", chunk));
      this.#chunks.push(chunk);
      this.#length += chunk.length;
      this.#look();
    });
    socket.on("end", () => {
      this.ended = true;
      this.#record?.({ kind: "end came" });
      this.#look();
    });
    socket.on("error", (error) => {
      this.error = error;
    });
    this.#gone = new Promise((resolve) => {
      socket.on("close", () => {
        this.isClosed = true;
        this.#record?.({ kind: "closed", error: this.error?.code ?? null });
        this.#look();
        resolve();
      });
    });
    if (options.reading === false) socket.pause();
    options.t?.after(() => socket.destroy());
  }

  /** Errors: what the system says, such as ECONNREFUSED. */
  static connect(target: Target, options: Options = {}): Promise<RawClient> {
    const connected = new Promise<RawClient>((resolve, reject) => {
      const socket = connect({ ...target, allowHalfOpen: options.halfOpen === true });
      socket.once("error", reject);
      socket.once("connect", () => {
        socket.off("error", reject);
        const { http2 } = options;
        const over = http2 === undefined ? socket : new OverHttp2(socket, http2.securePort);
        resolve(new RawClient(over as Socket, options));
      });
    });
    return within(connected, "path" in target ? `a connection to ${target.path}` : "a connection");
  }

  /** Resolves when the connection is gone, whichever way. */
  get closed(): Promise<void> {
    return within(this.#gone, "the connection to close", {
      stillMs: this.#deadlineMs,
      detail: () => `; received: ${visibleExcerpt(this.#join())}`,
    });
  }

  /** What has come and has not been taken. */
  get received(): string {
    return this.#join().toString("latin1");
  }

  send(data: Uint8Array | string): void {
    const bytes = toBuffer(data);
    this.#record?.(piece("sent", bytes));
    this.socket.write(bytes);
  }

  /** Sends in two parts. A server in this process has read the first before the second leaves. */
  async sendSplit(data: Uint8Array | string, at: number): Promise<void> {
    const bytes = toBuffer(data);
    const first = bytes.subarray(0, at);
    if (at > 0) {
      this.#record?.(piece("sent", first));
      await new Promise((resolve) => this.socket.write(first, resolve));
    }
    await nextRound();
    await nextRound();
    if (at < bytes.length) this.send(bytes.subarray(at));
  }

  /** Ends our side and goes on reading. */
  end(): void {
    this.#record?.({ kind: "end sent" });
    this.socket.end();
  }

  /** Closes with a RST: the server meets ECONNRESET. */
  reset(): void {
    this.#record?.({ kind: "reset sent" });
    this.socket.resetAndDestroy();
  }

  /** Closes without a word of what comes. For the end of a test. */
  destroy(): void {
    this.socket.destroy();
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  /** Takes all up to and including `wanted`; with a predicate, all that has come once it says yes. */
  async readUntil(wanted: string | ((received: string) => boolean)): Promise<string> {
    const attempt: Attempt = () => {
      if (typeof wanted !== "string") return wanted(this.received) ? this.#length : null;
      const at = this.#join().indexOf(wanted, 0, "latin1");
      return at < 0 ? null : at + wanted.length;
    };
    const what = typeof wanted === "string" ? visible(wanted) : "what the test looks for";
    return (await this.#wait(attempt, what)).toString("latin1");
  }

  /** Takes exactly `count` bytes. */
  async read(count: number): Promise<string> {
    const attempt: Attempt = () => (this.#length >= count ? count : null);
    return (await this.#wait(attempt, `${count} bytes`)).toString("latin1");
  }

  /** Takes all that comes until the server's end. Errors: the connection was reset instead. */
  async readAll(): Promise<string> {
    const attempt: Attempt = () => (this.ended ? this.#length : null);
    return (await this.#wait(attempt, "the server's end")).toString("latin1");
  }

  #join(): Buffer {
    if (this.#chunks.length !== 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] as Buffer;
  }

  #wait(attempt: Attempt, what: string): Promise<Buffer> {
    if (this.#waiting !== null) throw new Error("this client is waiting already");
    const toError = lateError(this.#wait);
    return new Promise<Buffer>((resolve, reject) => {
      const watch = new StillWatch({
        pid: process.pid,
        stillMs: this.#deadlineMs,
        onGivenUp: (why) => this.#giveUp(why),
      });
      const settled = () => {
        watch.stop();
        this.#waiting = null;
      };
      this.#waiting = {
        attempt,
        what,
        resolve: (taken) => {
          settled();
          resolve(taken);
        },
        reject: (message) => {
          settled();
          reject(toError(message));
        },
      };
      this.#look();
    });
  }

  #look(): void {
    const waiting = this.#waiting;
    if (waiting === null) return;
    const count = waiting.attempt();
    if (count !== null) {
      const received = this.#join();
      this.#chunks = [received.subarray(count)];
      this.#length -= count;
      waiting.resolve(received.subarray(0, count));
    } else if (this.ended) this.#giveUp("the server ended its side");
    else if (this.isClosed) this.#giveUp(`the connection closed (${this.error?.code ?? "by us"})`);
  }

  #giveUp(why: string): void {
    const { what, reject } = this.#waiting as Waiting;
    this.#record?.({ kind: "missing", what, why, peer: peerOf(this.socket) });
    reject(`${why} while waiting for ${what}; received: ${visibleExcerpt(this.#join())}`);
  }
}

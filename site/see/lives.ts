/** Three clients for life-record.ts: what each says and when, and the app that they ask. */
import type { Handler } from "../../day5/src/index.ts";

export type LifeName = "patient" | "dripping" | "stalled";

/** Bytes: several times what the buffers of two sockets hold. */
const LONG = 32 << 20;

interface Act {
  /** Milliseconds from the accept. */
  readonly at: number;
  /** null: the client ends its side. */
  readonly send: string | null;
}

interface Life {
  readonly app: (wait: (ms: number) => Promise<void>) => Handler;
  readonly client: readonly Act[];
  /** False: it leaves what comes where it is, until the system holds no more of it. */
  readonly reads: boolean;
}

export const LIVES: Readonly<Record<LifeName, Life>> = {
  patient: {
    reads: true,
    app: (wait) => async (c) => {
      const body = await c.req.text();
      if (body !== "") await wait(250);
      return c.string(body);
    },
    client: [
      { at: 20, send: "POST /echo HTTP/1.1\r\nHost: x\r\n" },
      { at: 60, send: "Content-Length: 10\r\n\r\n" },
      { at: 400, send: "hello" },
      { at: 900, send: "again" },
      { at: 4_000, send: "GET /bye HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" },
      { at: 4_200, send: null },
    ],
  },
  dripping: {
    reads: true,
    app: () => (c) => c.string("hello"),
    client: [
      { at: 100, send: "GET / HTTP/1.1\r\n" },
      { at: 3_000, send: "Host: x\r\n" },
      { at: 6_000, send: "X-Slow: 1\r\n" },
      { at: 9_000, send: "X-Slower: 2\r\n" },
      { at: 10_200, send: null },
    ],
  },
  stalled: {
    reads: false,
    app: () => (c) => c.string("x".repeat(LONG)),
    client: [
      { at: 100, send: "GET /long HTTP/1.1\r\nHost: x\r\n\r\n" },
      { at: 31_000, send: null },
    ],
  },
};

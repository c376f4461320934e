/** Streams of every kind for an answer, that tell when they are let go of. Those that wait give no piece for ever. */

import { Readable } from "node:stream";
import { type Gate, gate } from "./gate.ts";

export type AnyBody = AsyncIterable<Uint8Array | string>;

export interface ToldStream {
  readonly body: AnyBody;
  /** Opens when nobody will ask the stream any more. */
  readonly ended: Promise<void>;
  readonly hasEnded: () => boolean;
  /** Opens when it is asked for a piece that never comes. */
  readonly waits: Promise<void>;
}

/** `first` is what it has at once; after it nothing comes any more. */
type Make = (first: readonly string[], ended: Gate<void>, waits: Gate<void>) => AnyBody;

const makers = {
  "a node stream": (first, ended, waits) => {
    const left = [...first];
    return new Readable({
      read() {
        const piece = left.shift();
        if (piece === undefined) waits.open();
        else this.push(piece);
      },
      destroy(error, done) {
        ended.open();
        done(error);
      },
    });
  },
  "a web stream": (first, ended, waits) => {
    const left = [...first];
    return new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          const piece = left.shift();
          if (piece === undefined) waits.open();
          else controller.enqueue(Buffer.from(piece));
          return piece === undefined ? new Promise<void>(() => {}) : undefined;
        },
        cancel: () => ended.open(),
      },
      { highWaterMark: 0 },
    );
  },
  "an iterator": (first, ended, waits) => {
    const left = [...first];
    return {
      [Symbol.asyncIterator]: () => ({
        next() {
          const value = left.shift();
          if (value !== undefined) return Promise.resolve({ done: false, value });
          waits.open();
          return new Promise<never>(() => {});
        },
        return() {
          ended.open();
          return Promise.resolve({ done: true as const, value: undefined });
        },
      }),
    };
  },
} satisfies Record<string, Make>;

export const kinds = Object.keys(makers) as (keyof typeof makers)[];

export function toldStream(kind: keyof typeof makers, ...first: string[]): ToldStream {
  const ended = gate();
  const waits = gate();
  let hasEnded = false;
  ended.promise.then(() => {
    hasEnded = true;
  });
  return {
    body: makers[kind](first, ended, waits),
    ended: ended.promise,
    hasEnded: () => hasEnded,
    waits: waits.promise,
  };
}

/** What the server under stress answers with: streams of every kind, quick ones, and some that never go on. */

import { Readable } from "node:stream";

type Source = AsyncIterable<Uint8Array | string>;

const piece = Buffer.alloc(64 * 1024, "stress ");
const first = Buffer.from("first\n");
const never = () => new Promise<never>(() => {});

/** `count` pieces of 64 KiB. */
export async function* pieces(count: number): Source {
  for (let n = 0; n < count; n += 1) {
    // Other connections get their turn between two pieces, as with a file or a database behind them.
    await new Promise((resolve) => setImmediate(resolve));
    // Memory of its own: a server that would pile them up would show.
    yield Buffer.from(piece);
  }
}

/** Always ready: there is nothing that it would have to wait for. */
export async function* lines(count: number): Source {
  for (let n = 0; n < count; n += 1) yield "line\n";
}

async function* generator(): Source {
  yield first;
  await never();
}

/** Each has one piece at once, and then waits for ever. */
export const waiting = {
  generator,
  node(): Source {
    let asked = 0;
    return new Readable({
      read() {
        asked += 1;
        if (asked === 1) this.push(first);
      },
    });
  },
  web(): Source {
    let asked = 0;
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      asked += 1;
      if (asked > 1) return never();
      controller.enqueue(first);
      return undefined;
    };
    return new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });
  },
} satisfies Record<string, () => Source>;

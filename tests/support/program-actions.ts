/**
 * What a handler of a random program may do: answer as it should, answer with odd things, throw, stream, wait.
 * Each gets a tag of its request alone, and puts it into all that it sends: so a byte that reaches the wrong
 * client is seen. Used by program-fuzz.ts.
 */

import { Readable } from "node:stream";
import type { AppContext, Response } from "../../day5/src/index.ts";
import { ray } from "./stage.ts";
import { thrownValues } from "./thrown-values.ts";

/** One request as its action sees it. */
export interface Scene {
  readonly c: AppContext;
  readonly tag: string;
  /** One for the whole program, as a program keeps a response that it sends often. */
  readonly shared: Response;
  /** A whole number from 0 up to, and without, `end`: the same in every run of this program. */
  below(end: number): number;
}

export type Action = (scene: Scene) => unknown;

const never = () => new Promise<never>(() => {});

/** Lets some turns pass, as a query to a database would. */
async function turns({ below }: Scene): Promise<void> {
  for (let left = below(4); left > 0; left -= 1) await new Promise(setImmediate);
}

/** One of the things that can be thrown. */
export function thrown(below: Scene["below"]): unknown {
  const makers = Object.values(thrownValues);
  return (makers[below(makers.length)] as () => unknown)();
}

async function* pieces(scene: Scene, odd: (n: number) => unknown = () => scene.tag): AsyncGenerator<never> {
  const count = 1 + scene.below(5);
  for (let n = 0; n < count; n += 1) {
    if (scene.below(2) === 0) await turns(scene);
    yield odd(n) as never;
  }
}

function readable({ tag, below }: Scene, fails: boolean): Readable {
  let left = below(4);
  return new Readable({
    read() {
      if (left-- > 0) this.push(tag);
      else if (fails) this.destroy(new Error("the disk is gone"));
      else this.push(null);
    },
  });
}

function web({ tag, below }: Scene): ReadableStream<Uint8Array> {
  let left = below(4);
  return new ReadableStream({
    pull(controller) {
      if (left-- > 0) controller.enqueue(Buffer.from(tag));
      else controller.close();
    },
  });
}

const plain: Readonly<Record<string, Action>> = {
  string: ({ c, tag }) => c.string(tag.repeat(3)),
  "a returned text": ({ tag }) => tag,
  json: ({ c, tag }) => c.json({ tag }),
  "bytes of some size": ({ c, tag, below }) => c.bytes(Buffer.from(tag.repeat(1 + below(4_000)))),
  "an own response": ({ tag }) => new ray.Response(tag, { status: 201, headers: { "x-own": tag } }),
  "the shared response": ({ shared }) => shared,
  "a WHATWG response": ({ tag }) => new globalThis.Response(tag),
  "a block body": ({ c, tag }) => void c.header("x-block", tag).string(tag),
  "the body back": async ({ c, tag }) => {
    await c.req.bytes();
    return c.string(tag);
  },
  "no content": ({ c, tag }) => c.header("x-none", tag).string(tag, 204),
  "not modified": ({ c, tag }) => c.string(tag, 304),
  redirect: ({ c, tag }) => c.redirect(`/${encodeURIComponent(tag)}`),
  later: async (scene) => {
    await turns(scene);
    return scene.c.string(scene.tag);
  },
};

const odd: Readonly<Record<string, Action>> = {
  nothing: () => undefined,
  "a number": () => 7,
  "a function": () => () => {},
  "a bigint": () => 7n,
  "a map": () => new Map(),
  "a buffer of another width": ({ c }) => c.bytes(new Uint16Array([1, 2, 3]) as never),
  "a WHATWG response whose body was read": async ({ tag }) => {
    const response = new globalThis.Response(tag);
    await response.text();
    return response;
  },
  "an answer that cannot be made": () => ({
    intoResponse() {
      throw new Error("no answer");
    },
  }),
  "an answer that is none": () => ({ intoResponse: () => "text" }),
  "a thenable that throws": () => ({
    // biome-ignore lint/suspicious/noThenProperty: this is what it is about
    then() {
      throw new Error("thenable");
    },
  }),
  "a broken field": ({ c, tag }) => c.header("x-broken", "a\r\nb").string(tag),
  "a wrong length": ({ c, tag }) => c.header("content-length", "3").string(tag),
  "a length of words": ({ c, tag }) => c.header("content-length", "three").string(tag),
  "an answer never": never,
  "the body asked for and left": ({ c, tag }) => {
    void c.req.bytes();
    return c.string(tag);
  },
  "the body twice": async ({ c, tag }) => {
    for await (const _ of c.req.stream()) break;
    await c.req.text();
    return c.string(tag);
  },
  "a wait for the client's end": async ({ c, tag }) => {
    await new Promise((resolve) => c.signal.addEventListener("abort", resolve));
    return c.string(tag);
  },
  "a thrown anything": ({ below }) => {
    throw thrown(below);
  },
  "a rejected anything": async ({ below }) => {
    throw thrown(below);
  },
  "an HttpError with a field": ({ tag }) => {
    throw new ray.HttpError(418, tag, { headers: { "x-error": tag } });
  },
  "a returned error": () => new Error("returned"),
};

const streams: Readonly<Record<string, Action>> = {
  "a generator": (scene) => scene.c.stream(pieces(scene)),
  "a returned generator": (scene) => pieces(scene),
  "a generator that throws": (scene) =>
    scene.c.stream(
      pieces(scene, (n) => {
        if (n === 1) throw thrown(scene.below);
        return scene.tag;
      }),
    ),
  "a generator of odd things": (scene) => {
    const things = [7, null, undefined, new Uint16Array([1, 2]), {}, "", new Uint8Array(0), scene.tag];
    return scene.c.stream(pieces(scene, () => things[scene.below(things.length)]));
  },
  "a generator that waits": (scene) =>
    scene.c.stream(
      (async function* () {
        yield scene.tag;
        await never();
      })(),
    ),
  "a stream of the declared length": ({ c, tag }) =>
    c.header("content-length", String(tag.length)).stream(Readable.from([tag])),
  "a stream of another length": (scene) => scene.c.header("content-length", "4").stream(pieces(scene)),
  "a readable": (scene) => scene.c.stream(readable(scene, false)),
  "a readable that fails": (scene) => scene.c.stream(readable(scene, true)),
  "a readable that is replaced": (scene) => {
    scene.c.stream(readable(scene, true));
    return scene.c.string(scene.tag);
  },
  "a web stream": (scene) => scene.c.stream(web(scene)),
  "a WHATWG response with a stream": (scene) => new globalThis.Response(web(scene)),
  "the body as a stream": ({ c }) => c.stream(c.req.stream()),
};

export const actions: Readonly<Record<string, Action>> = { ...plain, ...odd, ...streams };

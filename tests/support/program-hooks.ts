/** What the hooks of a random program may do on the way in, on the way out, and where something threw. */

import type { AppContext, HookSet, Response } from "../../day5/src/index.ts";
import { type Scene, thrown } from "./program-actions.ts";
import { ray } from "./stage.ts";

interface Tagged {
  /** The tag of the request that `c` is about. */
  tagOf(c: AppContext): string;
  readonly below: Scene["below"];
}

type MakeHook = (program: Tagged) => HookSet;

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

export const hooks: Readonly<Record<string, MakeHook>> = {
  "marks the context": ({ tagOf }) => ({ onRequest: (c) => void c.header("x-tag", tagOf(c)) }),
  "sets a cookie": ({ tagOf }) => ({
    onRequest: (c) => c.response.headers.append("set-cookie", `sid=${encodeURIComponent(tagOf(c))}`),
  }),
  "takes its time": () => ({ onRequest: turn, onResponse: turn }),
  "looks at the signal": () => ({ onRequest: (c) => void c.signal.aborted }),
  "answers now and then": ({ tagOf, below }) => ({
    onRequest: (c) => (below(4) === 0 ? c.string(tagOf(c), 403) : undefined),
  }),
  "throws now and then": ({ below }) => ({
    onRequest: () => {
      if (below(4) === 0) throw thrown(below);
    },
  }),
  "rejects now and then": ({ below }) => ({
    onRequest: async () => {
      if (below(4) === 0) throw thrown(below);
    },
  }),
  "marks the answer": ({ tagOf }) => ({
    onResponse: (c, response) => response.headers.append("x-out", tagOf(c)),
  }),
  "marks the context late": ({ tagOf }) => ({ onResponse: (c) => void c.header("x-late", tagOf(c)) }),
  "replaces the answer": ({ tagOf, below }) => ({
    onResponse: (c) => (below(3) === 0 ? new ray.Response(tagOf(c)) : undefined),
  }),
  "replaces it by a WHATWG response": ({ tagOf, below }) => ({
    onResponse: (c) => (below(3) === 0 ? new globalThis.Response(tagOf(c)) : undefined),
  }),
  "throws on the way out": ({ below }) => ({
    onResponse: () => {
      if (below(3) === 0) throw thrown(below);
    },
  }),
  "returns nonsense on the way out": ({ below }) => ({
    onResponse: () => (below(3) === 0 ? (7 as never) : undefined),
  }),
  "stands around": ({ tagOf }) =>
    ray.around(async (c, next) => {
      const response = await next();
      response.headers.append("x-around", tagOf(c));
      return response;
    }),
  "answers around now and then": ({ tagOf, below }) =>
    ray.around((c, next) => (below(3) === 0 ? c.string(tagOf(c), 403) : next())),
  "replaces around now and then": ({ tagOf, below }) =>
    ray.around(async (c, next) => {
      const response = await next();
      return below(3) === 0 ? new ray.Response(tagOf(c)) : response;
    }),
  "catches errors around": ({ tagOf }) =>
    ray.around((c, next) => next().catch(() => c.string(tagOf(c), 500))),
  "throws around now and then": ({ below }) =>
    ray.around(async (_c, next) => {
      const response = await next();
      if (below(3) === 0) throw thrown(below);
      return response;
    }),
  "does not wait for next": ({ tagOf, below }) =>
    ray.around((c, next) => {
      const given = next();
      return below(2) === 0 ? new ray.Response(tagOf(c)) : given;
    }),
  "marks as a middleware": ({ tagOf }) => ({
    transform: (inner) => ({
      call(c) {
        const mark = (response: Response) => {
          response.headers.append("x-middleware", tagOf(c));
          return response;
        };
        const answer = inner.call(c);
        return answer instanceof Promise ? answer.then(mark) : mark(answer);
      },
    }),
  }),
  "answers as a middleware now and then": ({ tagOf, below }) => ({
    transform: (inner) => ({
      call: (c) => (below(3) === 0 ? c.string(tagOf(c), 403) : inner.call(c)),
    }),
  }),
  "catches as a middleware": ({ tagOf }) => ({
    transform: (inner) => ({
      async call(c) {
        try {
          return await inner.call(c);
        } catch {
          return new ray.Response(tagOf(c), { status: 500 });
        }
      },
    }),
  }),
  "throws as a middleware now and then": ({ below }) => ({
    transform: (inner) => ({
      call(c) {
        if (below(6) === 0) throw thrown(below);
        const answer = inner.call(c);
        if (below(6) === 0) throw thrown(below);
        return answer;
      },
    }),
  }),
  "asks twice as a middleware, or does not wait": ({ tagOf, below }) => ({
    transform: (inner) => ({
      call(c) {
        const answer = inner.call(c);
        const turn = below(6);
        if (turn === 0) return inner.call(c);
        return turn === 1 ? new ray.Response(tagOf(c)) : answer;
      },
    }),
  }),
  "maps the answer now and then": ({ tagOf, below }) =>
    ray.mapToResponse((c) => (below(3) === 0 ? tagOf(c) : undefined)),
  "answers errors": ({ tagOf }) => ({ onError: (c) => c.string(tagOf(c), 500) }),
  "throws at errors": ({ below }) => ({
    onError: () => {
      throw thrown(below);
    },
  }),
  "streams at errors": ({ tagOf }) => ({
    onError: (c) =>
      c.stream(
        (async function* () {
          yield tagOf(c);
        })(),
      ),
  }),
};

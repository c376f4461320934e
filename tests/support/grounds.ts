/**
 * The grounds that a server can stand on: each reactor of the stage. A test that is made with this `test` runs once
 * on each of them; what it is given by `connPair`, `startLineServer` or `newReactor` stands on the one of its turn.
 */

import { test as nodeTest, type TestContext } from "node:test";
import type { Clock, Reactor } from "../../day5/src/event-loop.ts";
import { ray } from "./stage.ts";

interface Options {
  readonly clock?: Clock;
  readonly onError?: (error: unknown) => void;
}

const makers = { NodeReactor: ray.NodeReactor, LoopReactor: ray.LoopReactor };

type Name = keyof typeof makers;

/** A stage that is still being built may have the first one only. */
const grounds = (Object.keys(makers) as Name[]).filter((name) => makers[name] !== undefined);

const chosen = new WeakMap<TestContext, Name>();

/** The ground of this turn; for tests that were not made with `test` below, the last one there is. */
export function groundOf(t: TestContext): Name {
  return chosen.get(t) ?? (grounds.at(-1) as Name);
}

export function newReactor(t: TestContext, options: Options = {}): Reactor {
  return new makers[groundOf(t)](options);
}

type Body = (t: TestContext) => void | Promise<void>;

/** As node:test's, but once on each ground. */
export function test(name: string, body: Body): void {
  for (const ground of grounds) {
    nodeTest(`${name} (${ground})`, (t) => {
      chosen.set(t, ground);
      return body(t);
    });
  }
}

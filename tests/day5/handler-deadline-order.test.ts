/** Many handlers at work: whichever ends first, each of the others is due at its own time. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { AppContext, Response } from "../../day5/src/index.ts";
import { FakeClock, rounds } from "../support/fake-clock.ts";
import { type Gate, gate } from "../support/gate.ts";
import { load, ray } from "../support/stage.ts";

type DeadlineModule = typeof import("../../day5/src/endpoint/handler-deadline.ts");

/** A context that no server has made. */
async function context(): Promise<AppContext> {
  const made: AppContext[] = [];
  await ray.inject((c) => void made.push(c), "/");
  return made[0] as AppContext;
}

test("in any order of beginning and ending, who is in time is answered and who is not gets a 503 when it is due", async () => {
  const { HandlerDeadline } = await load<DeadlineModule>("endpoint/handler-deadline.ts");
  const c = await context();
  const start = fc.record({ wait: fc.integer({ min: 0, max: 30 }), works: fc.integer({ min: 1, max: 250 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(start, { minLength: 1, maxLength: 12 }), async (starts) => {
      const clock = new FakeClock();
      const overdue = new HandlerDeadline(new ray.LoopReactor({ clock }), 100);
      const ended: { readonly status: number; readonly at: number }[] = [];
      const events: { readonly at: number; readonly run: () => void }[] = [];
      let now = 0;
      for (const [index, { wait, works }] of starts.entries()) {
        now += wait;
        const work: Gate<Response> = gate();
        const begin = () => {
          const answer = overdue.ask({ call: () => work.promise }, c) as Promise<Response>;
          void answer.then(({ status }) => {
            ended[index] = { status, at: clock.now() };
          });
        };
        events.push({ at: now, run: begin }, { at: now + works, run: () => work.open(new ray.Response()) });
      }
      events.sort((a, b) => a.at - b.at);
      for (const { at, run } of events) {
        await clock.pass(at - clock.now());
        run();
        await rounds(1);
      }
      let begun = 0;
      for (const [index, { wait, works }] of starts.entries()) {
        begun += wait;
        const isLate = works > 100;
        // At exactly 100 ms both may be first.
        if (works === 100) continue;
        const expected = isLate ? { status: 503, at: begun + 100 } : { status: 200, at: begun + works };
        assert.deepEqual(ended[index], expected, `request ${index}`);
      }
      overdue.dispose();
      await rounds(1);
      assert.equal(clock.pending, 0);
    }),
    { numRuns: 30 },
  );
});

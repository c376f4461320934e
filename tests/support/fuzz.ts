/**
 * Damaged requests against the server in memory, held against its naive twin: no crash, no hang, every answer
 * well-formed, one for each request and no more, and after an error none. The same seed damages the same way.
 */

import assert from "node:assert/strict";
import { toBuffer, visible } from "./bytes.ts";
import { readAnswer } from "./http-client.ts";
import { MemoryServer, type Outcome } from "./memory-server.ts";
import { Mutator } from "./mutate.ts";
import { naiveServer } from "./naive-server.ts";
import { caseLimits, tellBack } from "./request-case.ts";
import { requestCases } from "./request-cases.ts";
import { ray } from "./stage.ts";
import { TextReader } from "./text-reader.ts";

const AT_ONCE = 200;
const limits = { ...ray.defaultLimits, ...caseLimits };

/** Longer rows are about limits, which damage does not reach. */
const rows = requestCases.filter(({ bytes }) => bytes.length < 400);
const sound = rows.filter(({ open }) => open);

export interface FuzzReport {
  readonly runs: number;
  /** How many answers there were of each status. */
  readonly statuses: ReadonlyMap<number, number>;
}

export interface FuzzOptions {
  readonly seed: number;
  readonly runs: number;
  /** Told now and then how many are done. */
  readonly onProgress?: (done: number) => void;
  /** Asked now and then: true ends the fuzz early. */
  readonly isLate?: () => boolean;
}

/** A case that broke an invariant: the message names it and shows the bytes. */
export class FuzzFailure extends Error {
  constructor(bytes: string, cuts: readonly string[], cause: unknown) {
    const pieces = cuts.map((piece) => visible(piece)).join(" | ");
    super(`${(cause as Error).message}\n  sent (${toBuffer(bytes).length} bytes, "|" cuts): ${pieces}`, {
      cause,
    });
    this.name = "FuzzFailure";
  }
}

/** Errors: AssertionError that names the invariant. */
async function check(bytes: string, outcome: Outcome, statuses: Map<number, number>): Promise<void> {
  const expected = naiveServer(bytes, limits);
  const reader = new TextReader(outcome.sent);
  for (const [index, answer] of expected.entries()) {
    const which = `answer ${index + 1} of ${expected.length}`;
    if (answer.continues) assert.equal((await readAnswer(reader)).status, 100, `${which} begins with a 100`);
    // A head that is not understood may have said HEAD: then the answer has no body, and nothing behind it.
    const { status, body, field } = await readAnswer(reader, answer.method);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (answer.body === null)
      assert.ok(status >= 400 && status !== 500, `${which} is an error, not ${status}`);
    else assert.equal(`${status} ${body}`, `200 ${answer.method === "HEAD" ? "" : answer.body}`, which);
    if (answer.after === "either") return;
    const said = field("connection");
    assert.equal(said === "close", answer.after === "closed", `${which} says connection: ${said}`);
  }
  assert.equal(reader.rest, "", "nothing follows the last answer");
  assert.equal(outcome.calls.length, expected.filter(({ called }) => called).length, "calls of the handler");
}

/** Errors: FuzzFailure. */
export async function fuzz({ seed, runs, onProgress, isLate }: FuzzOptions): Promise<FuzzReport> {
  const server = new MemoryServer(tellBack, caseLimits);
  const mutator = new Mutator(seed);
  const statuses = new Map<number, number>();

  async function once(): Promise<void> {
    // What is refused ends the connection: mostly requests that let others follow.
    const pick = () => mutator.pick(mutator.below(4) === 0 ? rows : sound).bytes;
    const bytes = mutator.mutate(Array.from({ length: 1 + mutator.below(3) }, pick).join(""));
    const at = mutator.below(bytes.length + 1);
    const pieces = mutator.below(2) === 0 ? [bytes] : [bytes.slice(0, at), bytes.slice(at)];
    try {
      await check(bytes, await server.exchange(...pieces), statuses);
    } catch (error) {
      throw new FuzzFailure(bytes, pieces, error);
    }
  }

  let done = 0;
  while (done < runs && !isLate?.()) {
    const batch = Math.min(AT_ONCE, runs - done);
    await Promise.all(Array.from({ length: batch }, once));
    done += batch;
    onProgress?.(done);
  }
  assert.deepEqual(server.log.messages("error"), [], "nothing is logged as an error of ours");
  return { runs: done, statuses };
}

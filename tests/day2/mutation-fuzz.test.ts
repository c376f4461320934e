/**
 * Damaged requests: ten thousand in memory against the naive twin of the server, and a thousand over real
 * sockets; a tenth on the days between. The damage is seeded, so a failure comes again. `npm run fuzz` does more of the first kind.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { visible } from "../support/bytes.ts";
import { fuzz } from "../support/fuzz.ts";
import { startHttp1Server } from "../support/http-server.ts";
import { Mutator } from "../support/mutate.ts";
import { caseLimits, tellBack } from "../support/request-case.ts";
import { requestCases } from "../support/request-cases.ts";
import { isFullSize, runsOn } from "../support/sizes.ts";

const SEED = 20_260_114;
const IN_MEMORY = runsOn(2, 10_000);
const RUNS = runsOn(2, 1_000);
const AT_ONCE = 20;

test(`${IN_MEMORY} damaged requests get the answers that the naive twin gives`, async () => {
  const { runs, statuses } = await fuzz({ seed: SEED, runs: IN_MEMORY });
  assert.equal(runs, IN_MEMORY);
  // The damage was neither all harmless nor all fatal.
  const wanted = isFullSize(2) ? [200, 400, 413, 417, 501, 505] : [200, 400];
  for (const status of wanted) assert.ok(statuses.has(status), `no answer ${status}`);
});

/** Status codes of the final answers in `received`, in order. */
function finalStatuses(received: string): number[] {
  const all = [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1]));
  return all.filter((status) => status >= 200);
}

test(`${RUNS} damaged requests over sockets: no crash, no hang, never more answers than requests`, async (t) => {
  // By remote port: the handler calls of one connection.
  const calls = new Map<number, number>();
  const server = await startHttp1Server(
    t,
    (c) => {
      const { port } = c.remoteAddress as { port: number };
      calls.set(port, (calls.get(port) ?? 0) + 1);
      return tellBack(c);
    },
    { limits: caseLimits },
  );
  const mutator = new Mutator(SEED);
  const sound = requestCases.filter((row) => row.open && row.bytes.length < 400).map((row) => row.bytes);

  async function once(bytes: string): Promise<void> {
    const client = await server.connect();
    const { localPort = 0 } = client.socket;
    calls.delete(localPort);
    client.send(bytes);
    client.end();
    const statuses = finalStatuses(await client.readAll());
    const called = calls.get(localPort) ?? 0;
    const refused = statuses.length - called;
    assert.ok(refused === 0 || refused === 1, `${called} calls, answers ${statuses}: ${visible(bytes)}`);
    if (refused === 1) assert.ok((statuses.at(-1) ?? 0) >= 400, `answers ${statuses}: ${visible(bytes)}`);
    await client.closed;
  }

  for (let run = 0; run < RUNS; run += AT_ONCE) {
    const requests = Array.from({ length: AT_ONCE }, () => {
      const pipeline = Array.from({ length: 1 + mutator.below(3) }, () => mutator.pick(sound)).join("");
      return mutator.mutate(pipeline);
    });
    await Promise.all(requests.map(once));
  }
  assert.deepEqual(server.log.messages("error"), []);
  assert.equal((await server.ask("GET /alive HTTP/1.1\r\nHost: a\r\n\r\n")).text, "GET /alive ");
});

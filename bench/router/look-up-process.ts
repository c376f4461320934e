/**
 * One router in a process of its own: so no router sees the strings or the compiled code of another. It is
 * started with the names of a router, a set and a kind of strings; after that, each message is one round, and
 * the answer is the CPU time of one look-up in nanoseconds.
 */

import { routers } from "./routers.mjs";
import { lookUpSets } from "./sets.ts";
import { requestStrings, type Strings } from "./strings.ts";

/** Look-ups that are timed in one go: few enough for their strings to stay in the processor's cache. */
const BATCH = 2_100;
const ROUND_NS = 150e6;

const [name = "", setName = "", strings = "same"] = process.argv.slice(2);
const set = lookUpSets.find((each) => each.name === setName) ?? lookUpSets[0];
if (set === undefined) throw new Error(`there is no set ${setName}`);
const { requests, routes } = set;

/** Kept, so that the compiler cannot leave the look-up out. */
let last: unknown;

/** CPU time and not time: the machine may do other things meanwhile. */
function cpuNs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

async function main(): Promise<void> {
  const look = await routers[name]?.(routes);
  if (look === undefined) throw new Error(`there is no router ${name}`);
  for (const [method, path] of requests) {
    if (look(method, path) == null) throw new Error(`${name} finds nothing for ${method} ${path}`);
  }

  function round(): number {
    let ns = 0;
    let count = 0;
    while (ns < ROUND_NS) {
      const asked = requestStrings(requests, Math.ceil(BATCH / requests.length), strings as Strings);
      const begin = cpuNs();
      for (let i = 0; i < asked.length; i += 2) last = look?.(asked[i] as string, asked[i + 1] as string);
      ns += cpuNs() - begin;
      count += asked.length / 2;
    }
    return ns / count;
  }

  // The first rounds only let V8 compile.
  for (let i = 0; i < 3; i++) round();
  process.on("message", () => process.send?.({ ns: round(), found: last != null }));
  process.send?.({ ready: true });
}

main().catch((error: unknown) => {
  process.send?.({ error: String(error) });
  process.disconnect?.();
});

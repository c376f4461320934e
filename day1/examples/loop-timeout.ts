/**
 * Shows timeouts: they fire by deadline, equal ones in the order they were set, and one that is cleared in
 * time does not fire, even if it was due in the same round.
 * Run it: `node --import tsx day1/examples/loop-timeout.ts`
 */

import { EventLoop } from "../src/event-loop.ts";

const loop = new EventLoop<never, string>();

loop.timeoutMs("third: 60 ms, set first", 60);
loop.timeoutMs("first: 30 ms", 30);
loop.timeoutMs("second: 30 ms as well, set later", 30);
const cleared = loop.timeoutMs("never: it is cleared", 40);

const begun = performance.now();
await loop.run({
  timeout(_loop, value) {
    console.log(value);
    if (value.startsWith("first")) console.log(`  cleared in time: ${loop.clearTimeout(cleared)}`);
    if (value.startsWith("third")) loop.timeoutMs("last: set inside a timeout, for a later round", 0);
    if (value.startsWith("last")) loop.shutdown();
  },
});

console.log(`  cleared again: ${loop.clearTimeout(cleared)}`);
console.log(`none came early: ${performance.now() - begun >= 60}`);

/**
 * Shows one round: `ready`, `notify`, `timeout`, and always last `tick`. A message that is sent from inside
 * a callback comes in the next round.
 * Run it: `node --import tsx day1/examples/loop-tick.ts`
 */

import { EventLoop, EventSet, type Source } from "../src/event-loop.ts";

/** A source without a socket: it is readable until somebody has read it. */
let unread = true;
const source: Source = {
  readiness: () => (unread ? EventSet.readable : EventSet.none),
  attach() {},
  detach() {},
};

const loop = new EventLoop<string, string>();
loop.register(source, 7, EventSet.readable, "level");
loop.channel().send("sent before the round");
loop.timeoutMs("due at once", 0);

let round = 1;
console.log(`round ${round}`);
await loop.run({
  ready(_loop, token) {
    unread = false;
    console.log(`  ready: token ${token}`);
    loop.channel().send("sent from inside ready");
  },
  notify: (_loop, message) => console.log(`  notify: ${message}`),
  timeout: (_loop, value) => console.log(`  timeout: ${value}`),
  tick() {
    console.log("  tick");
    if (round === 2) return loop.shutdown();
    round += 1;
    console.log(`round ${round}`);
  },
});

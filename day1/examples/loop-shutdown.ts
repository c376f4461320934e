/**
 * Shows how a loop stops: `shutdown` only clears a flag, the round goes on to its `tick`, and then `run`
 * resolves. Afterwards the loop may run again, and messages that were sent meanwhile have waited for it.
 * Run it: `node --import tsx day1/examples/loop-shutdown.ts`
 */

import { EventLoop } from "../src/event-loop.ts";

const loop = new EventLoop<string>();
const sender = loop.channel();

const handler = {
  notify(_loop: EventLoop<string>, message: string): void {
    console.log(`  notify: ${message}`);
    if (message === "stop") loop.shutdown();
  },
  tick(): void {
    console.log(`  tick, running: ${loop.isRunning}`);
  },
};

for (const run of ["first", "second"]) {
  sender.send(`hello, ${run} run`);
  sender.send("stop");
  // Behind "stop", and still in the same round: it is delivered.
  sender.send("the last one");
  console.log(`${run} run begins, running: ${loop.isRunning}`);
  await loop.run(handler);
  console.log(`${run} run has ended`);
}

loop.close();
const answer = sender.send("anybody there?");
console.log(answer.sent ? "sent" : `after close: ${answer.reason}, and "${answer.message}" comes back`);

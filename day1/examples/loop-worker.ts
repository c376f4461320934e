/**
 * Shows a message that comes from a worker thread: the worker counts, the loop of the main thread hears of
 * it. `share` makes a form of the sender that may cross to the worker, `Sender.from` makes it a sender again.
 * Run it: `node --import tsx day1/examples/loop-worker.ts`
 */

import { isMainThread, Worker, workerData } from "node:worker_threads";
import { EventLoop, Sender } from "../src/event-loop.ts";

if (isMainThread) {
  const loop = new EventLoop<string>();
  const sender = loop.channel().share();
  // --import tsx does not reach into a worker: it loads tsx by itself, and then this file.
  const [tsx, file] = [import.meta.resolve("tsx/esm/api"), import.meta.url];
  const code = `import("${tsx}").then(({ tsImport }) => tsImport("${file}", "${file}"))`;
  const worker = new Worker(code, { eval: true, workerData: { sender }, transferList: [sender.port] });
  worker.once("error", (error) => console.error(error));
  await loop.run({
    notify(_loop, message) {
      console.log(`the worker says: ${message}`);
      if (message === "that was all") loop.shutdown();
    },
  });
  console.log("the loop has ended");
} else {
  const sender = Sender.from<string>(workerData.sender);
  for (const number of [1, 2, 3]) {
    let sum = 0;
    for (let n = 1; n <= number * 1_000_000; n += 1) sum += n;
    sender.send(`the sum up to ${number} million is ${sum}`);
  }
  sender.send("that was all");
  workerData.sender.port.close();
}

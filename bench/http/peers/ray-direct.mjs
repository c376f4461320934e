/** The same server wired straight to node:net: what ray costs beyond it is what the event loop costs. */

import { start } from "./ray-app.mjs";

const run = (task) => (typeof task === "function" ? task() : task.run());

/** A reactor without a loop: sources call their wakers, Node's own timers are the timeouts. */
class DirectReactor {
  #deferred = [];

  get now() {
    return performance.now();
  }

  register(source, waker) {
    source.attach({ raise: waker });
    return 0;
  }

  deregister(source) {
    source.detach();
  }

  after(ms, task) {
    const timer = this.arm(ms, task);
    return () => clearTimeout(timer);
  }

  arm(ms, task) {
    return setTimeout(run, ms, task);
  }

  disarm(timer) {
    clearTimeout(timer);
  }

  defer(task) {
    if (this.#deferred.push(task) === 1) setImmediate(() => this.#flush());
  }

  #flush() {
    const tasks = this.#deferred;
    this.#deferred = [];
    for (const task of tasks) run(task);
  }
}

await start({ reactor: new DirectReactor() });

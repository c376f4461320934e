/** `run` while it starts and when it cannot: signals are heard, and no timer of the program keeps it up. */

import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import type { Address } from "../../day5/src/net.ts";
import { Child } from "../support/child.ts";
import { ray } from "../support/stage.ts";

const stageFile = new URL("../support/stage.ts", import.meta.url).href;
const options = { skip: process.platform === "win32" ? "there are no signals here" : false };

/** A program with a timer that would keep it alive for an hour. `code` sees `ray`. */
function program(t: TestContext, code: string): Child {
  return Child.code(
    t,
    `const { ray } = await import(${JSON.stringify(stageFile)});
    setInterval(() => {}, 3_600_000);
    ${code}`,
  );
}

describe("run while it starts", options, () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    test(`${signal} before it is bound: it stops as soon as it is up, and exits 0`, options, async (t) => {
      const child = program(
        t,
        `const onListening = async () => {
          console.log("starting");
          await new Promise((resolve) => process.once("${signal}", () => setImmediate(resolve)));
        };
        await ray.run("127.0.0.1:0", () => "", { onListening, deadlineMs: 100 });
        console.log("run has returned");`,
      );
      await child.printed(/starting/);
      child.kill(signal);
      const { code, stdout, stderr } = await child.exited;
      assert.deepEqual([code, stdout, stderr], [0, "starting\nrun has returned\n", ""]);
    });
  }

  test("there is a listener for the signal before anything is bound", options, async (t) => {
    const child = program(
      t,
      `const listener = {
        get address() {
          console.log(process.listenerCount("SIGTERM"), process.listenerCount("SIGINT"));
          process.exit(0);
        },
        accept: () => new Promise(() => {}),
        close: async () => {},
      };
      await ray.run(listener, () => "");`,
    );
    assert.equal((await child.exited).stdout, "1 1\n");
  });

  test(
    "I4: a start that hangs ends a second after the signal, with 1; a second signal ends it at once, with 130",
    options,
    async (t) => {
      for (const [signals, wanted] of [
        [1, 1],
        [2, 130],
      ] as const) {
        const child = program(
          t,
          `process.on("SIGTERM", () => console.log("heard"));
        const onListening = () => {
          console.log("starting");
          return new Promise(() => {});
        };
        await ray.run("127.0.0.1:0", () => "", { onListening });`,
        );
        await child.printed(/starting/);
        child.kill("SIGTERM");
        await child.printed(/heard/);
        if (signals === 2) child.kill("SIGTERM");
        assert.equal((await child.exited).code, wanted);
      }
    },
  );
});

describe("run that cannot", options, () => {
  test("a port in use is told in one line, and the program ends with 1 in spite of its timer", async (t) => {
    const taken = await ray.TcpListener.bind("127.0.0.1:0");
    t.after(() => taken.close());
    const { port } = taken.address as { port: number };
    const child = program(t, `await ray.run("127.0.0.1:${port}", () => "");`);
    const { code, stderr } = await child.exited;
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`^[^\\n]*${port}[^\\n]*\\n$`));
  });

  test("a server that cannot accept any more ends the program too", async (t) => {
    const child = program(
      t,
      `const bound = await ray.TcpListener.bind("127.0.0.1:0");
      const accept = async () => { throw new Error("too many open files"); };
      const listener = { address: bound.address, accept, close: () => bound.close() };
      const clock = { now: () => performance.now() * 1_000,
        wakeAfter: (ms, wake) => ray.systemClock.wakeAfter(ms / 1_000, wake) };
      await ray.run(listener, () => "", { reactor: new ray.LoopReactor({ clock }) });`,
    );
    const { code, stderr } = await child.exited;
    assert.equal(code, 1);
    assert.match(stderr, /^warning: accept failed retryInMs=1000: Error: too many open files$/m);
    assert.match(stderr, /\ncannot accept connections any more: too many open files\n$/);
  });

  test(
    "after a clean stop a timer of the program holds it no longer than the deadline and a second",
    options,
    async (t) => {
      const child = program(t, `await ray.run("127.0.0.1:0", () => "", { deadlineMs: 100 });`);
      await child.printed(/listening/);
      child.kill("SIGTERM");
      assert.equal((await child.exited).code, 0);
    },
  );
});

describe("listen that rejects after the bind", () => {
  const hello = () => "";

  for (const [what, onListening] of [
    [
      "throws",
      () => {
        throw new Error("boom");
      },
    ],
    ["rejects", async () => Promise.reject(new Error("boom"))],
  ] as const) {
    test(`an onListening that ${what} frees the address, and all of a combined listener`, async () => {
      const bound: Address[] = [];
      await assert.rejects(
        ray.listen("127.0.0.1:0", hello, {
          onListening: (address) => {
            bound.push(address);
            return onListening();
          },
        }),
        /boom/,
      );
      const listeners = [
        await ray.TcpListener.bind(bound[0] as Address),
        await ray.TcpListener.bind("127.0.0.1:0"),
      ];
      await assert.rejects(ray.listen(ray.combine(...listeners), hello, { onListening }), /boom/);
      for (const { address } of listeners) {
        const again = await ray.TcpListener.bind(address);
        await again.close();
      }
    });
  }
});

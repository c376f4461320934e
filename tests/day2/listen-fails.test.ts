/** `listen` that rejects leaves nothing behind: the address is free, and a listener it was given is closed. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { ListenOptions } from "../../day5/src/index.ts";
import type { TcpAddress } from "../../day5/src/net.ts";
import { LogBook } from "../support/log-book.ts";
import { RawClient } from "../support/raw-client.ts";
import { ray } from "../support/stage.ts";

const app = () => "";

/** What is wrong only once there is a server. */
const wrong: readonly (readonly [string, ListenOptions])[] = [
  ["a limit that is none", { maxConnections: 0 }],
];

for (const [what, options] of wrong) {
  test(`${what}: the listener that was handed in is closed`, async () => {
    const listener = await ray.TcpListener.bind("127.0.0.1:0");
    await assert.rejects(ray.listen(listener, app, options));
    await assert.rejects(RawClient.connect(listener.address as TcpAddress), { code: "ECONNREFUSED" });
  });

  test(`${what}: the address that was asked for is free`, async () => {
    const free = await ray.TcpListener.bind("127.0.0.1:0");
    const address = free.address as TcpAddress;
    await free.close();
    await assert.rejects(ray.listen(address, app, options));
    const again = await ray.listen(address, app);
    await again.shutdown();
  });
}

test("a listener whose close fails does not hide what was wrong", async () => {
  const inner = await ray.TcpListener.bind("127.0.0.1:0");
  const listener = {
    address: inner.address,
    accept: () => inner.accept(),
    close: async () => {
      await inner.close();
      throw new Error("close failed");
    },
  };
  const logger = new LogBook();
  await assert.rejects(ray.listen(listener, app, { maxConnections: 0, logger }), RangeError);
  assert.deepEqual(logger.messages("error"), ["the listener could not be closed"]);
});

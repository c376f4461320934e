/**
 * Both ends of one connection: the server's Conn, which nobody serves yet, and a RawClient. For tests of
 * Conn by itself. Given a FakeClock, every deadline of the Conn stands still until the test moves it.
 */

import type { TestContext } from "node:test";
import type { Reactor } from "../../day5/src/event-loop.ts";
import type { Conn, ConnOptions } from "../../day5/src/net.ts";
import { FakeClock } from "./fake-clock.ts";
import { newReactor } from "./grounds.ts";
import { RawClient } from "./raw-client.ts";
import { ray } from "./stage.ts";
import { within } from "./within.ts";

export interface ConnPair {
  readonly conn: Conn;
  readonly client: RawClient;
  readonly clock: FakeClock;
  readonly reactor: Reactor;
}

interface Options extends ConnOptions {
  /** False: the client reads nothing until `resume`. */
  readonly reading?: boolean;
  /** True: the client does not answer the server's end with its own. */
  readonly halfOpen?: boolean;
}

export async function connPair(t: TestContext, options: Options = {}): Promise<ConnPair> {
  const { reading = true, halfOpen = false, ...conn } = options;
  const clock = new FakeClock();
  const reactor = newReactor(t, { clock });
  const listener = await ray.TcpListener.bind("127.0.0.1:0", { reactor, conn });
  const accepted = listener.accept();
  const client = await RawClient.connect(listener.address, { t, reading, halfOpen });
  const served = await within(accepted, "the listener to accept");
  await listener.close();
  if (served === null) throw new Error("the listener closed before it accepted");
  t.after(() => served.destroy());
  return { conn: served, client, clock, reactor };
}

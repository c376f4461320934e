/**
 * Both ends of one connection, where there is a Conn and nothing else yet: no listener, and no reactor that a test could
 * bring. For the lessons of day 1; other tests take connPair, whose clock stands still.
 */

import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { TestContext } from "node:test";
import type { Conn } from "../../day5/src/net.ts";
import { RawClient } from "./raw-client.ts";
import { ray } from "./stage.ts";
import { within } from "./within.ts";

interface Options {
  /** False: the client reads nothing until `resume`. */
  readonly reading?: boolean;
  /** True: the client does not answer the server's end with its own. */
  readonly halfOpen?: boolean;
}

export async function connOnSocket(
  t: TestContext,
  options: Options = {},
): Promise<{ conn: Conn; client: RawClient; socket: Socket }> {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true });
  t.after(() => server.close());
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const address = { host: "127.0.0.1", port };
  const accepted = once(server, "connection");
  const client = await RawClient.connect(address, { t, ...options });
  const [socket] = (await within(accepted, "a client")) as [Socket];
  t.after(() => socket.destroy());
  return { conn: new ray.Conn(socket, address, address), client, socket };
}

/**
 * An HTTP server of the stage under test, on a free port, its clock in the test's hand and its log kept.
 * When the test ends, so does the server, whatever its connections are doing.
 */

import type { TestContext } from "node:test";
import type { Endpoint, Handler, ListenOptions, RunningServer } from "../../day5/src/index.ts";
import type { TcpAddress } from "../../day5/src/net.ts";
import { FakeClock } from "./fake-clock.ts";
import { type Answer, readAnswer } from "./http-client.ts";
import { LogBook } from "./log-book.ts";
import { RawClient } from "./raw-client.ts";
import { ray } from "./stage.ts";

export interface HttpServer {
  readonly server: RunningServer;
  readonly address: TcpAddress;
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly clock: FakeClock;
  readonly log: LogBook;
  connect(options?: { readonly reading?: boolean; readonly halfOpen?: boolean }): Promise<RawClient>;
  /** One answer to `bytes`, sent over a connection of their own; `method` says how to read it. */
  ask(bytes: string, method?: string): Promise<Answer>;
}

export async function startHttpServer(
  t: TestContext,
  app: Endpoint | Handler,
  options: ListenOptions = {},
): Promise<HttpServer> {
  const clock = new FakeClock();
  const log = new LogBook();
  const reactor = new ray.LoopReactor({ clock });
  const server = await ray.listen("127.0.0.1:0", app, { reactor, logger: log, ...options });
  // Not at once, if the test has asked for a stop already: then its deadline holds, and our clock has to reach it.
  t.after(() => clock.passUntil(server.shutdown({ deadlineMs: 0 }), "the stop of the server"));
  const address = server.address as TcpAddress;
  const connect: HttpServer["connect"] = (how = {}) => RawClient.connect(address, { t, ...how });
  return {
    server,
    address,
    url: `http://127.0.0.1:${address.port}`,
    clock,
    log,
    connect,
    async ask(bytes, method) {
      const client = await connect();
      client.send(bytes);
      const answer = await readAnswer(client, method);
      client.end();
      return answer;
    },
  };
}

/**
 * An HTTP server of the stage under test, on a free port, its clock in the test's hand and its log kept.
 * When the test ends, so does the server, whatever its connections are doing.
 */

import type { TestContext } from "node:test";
import type { Endpoint, Handler, ListenOptions, RunningServer } from "../../day5/src/index.ts";
import type { BindOptions, Listener, Reactor, TcpAddress } from "../../day5/src/net.ts";
import { FakeClock } from "./fake-clock.ts";
import { type Answer, readAnswer } from "./http-client.ts";
import { count, type Version, version } from "./http-version.ts";
import { LogBook } from "./log-book.ts";
import { tls } from "./over-http2.ts";
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

/** Where a test names no version, its requests are asked in the one of http-version.ts. */
export function startHttpServer(
  t: TestContext,
  app: Endpoint | Handler,
  options: ListenOptions = {},
): Promise<HttpServer> {
  return start(t, app, options, version);
}

/** For tests of what HTTP/1.1 in clear text alone has: its connections, framing and words, and the scheme http. */
export function startHttp1Server(
  t: TestContext,
  app: Endpoint | Handler,
  options: ListenOptions = {},
): Promise<HttpServer> {
  return start(t, app, options, null);
}

async function start(
  t: TestContext,
  app: Endpoint | Handler,
  options: ListenOptions,
  version: Version | null,
): Promise<HttpServer> {
  const clock = new FakeClock();
  const log = new LogBook();
  const reactor = new ray.LoopReactor({ clock });
  const where = version === "h2" ? await bindBoth(options, reactor) : "127.0.0.1:0";
  const server = await ray.listen(where, app, { reactor, logger: log, ...options });
  // Not at once, if the test has asked for a stop already: then its deadline holds, and our clock has to reach it.
  t.after(() => clock.passUntil(server.shutdown({ deadlineMs: 0 }), "the stop of the server"));
  const address = server.address as TcpAddress;
  const secure = server.addresses?.[1] as TcpAddress | undefined;
  const http2 = version === null ? {} : { http2: { securePort: secure?.port ?? null } };
  const connect: HttpServer["connect"] = (how = {}) => {
    if (version === null) count("beside");
    return RawClient.connect(address, { t, ...how, ...http2 });
  };
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

/** One port for what names HTTP/1.1, and one for all others. */
async function bindBoth({ maxWaiting, conn }: ListenOptions, reactor: Reactor): Promise<Listener> {
  const given = { maxWaiting, conn };
  const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const bind = (more: BindOptions) => ray.bind("127.0.0.1:0", { reactor, ...options, ...more });
  return ray.combine(await bind({}), await bind({ tls }));
}

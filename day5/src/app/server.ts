/**
 * From an address and an app to a server that runs. `listen` is for programs that go on by themselves,
 * `run` is the last line of a program: it ends when the server has drained.
 */

import { AppContext } from "../http/app-context.ts";
import { type App, getResponse, toEndpoint } from "../http/endpoint.ts";
import { defaultLimits, type Limits } from "../http/limits.ts";
import { serve } from "../http/serve.ts";
import type { ServeOptions, Service } from "../http/service.ts";
import { type Logger, silentLogger } from "../log/logger.ts";
import { type Address, formatAddress } from "../net/address.ts";
import { AddressError } from "../net/address-error.ts";
import type { ConnOptions } from "../net/conn-options.ts";
import { TcpListener } from "../net/tcp-listener.ts";
import { type DrainResult, TcpServer, type TcpServerOptions } from "../net/tcp-server.ts";
import { Router } from "../router/router.ts";
import { onCtrlC } from "./ctrl-c.ts";

export interface ListenOptions extends Omit<TcpServerOptions, "backoff"> {
  readonly limits?: Partial<Limits>;
  readonly conn?: ConnOptions;
  /** Connections that may wait for their turn when `maxConnections` are served. Default: 1024. */
  readonly maxWaiting?: number;
}

/** What a program has for its own cleaning up behind `run`, when requests had to be cut off. */
const LAST_MS = 1_000;

export interface RunOptions extends ListenOptions {
  /** How long requests may take to finish after ctrl-c before they are cut off. Default: 10 s. */
  readonly deadlineMs?: number;
}

export interface RunningServer {
  /** Where it listens, with the port the system chose. */
  readonly address: Address;
  /** Refuses new connections, finishes what has begun, and cuts off the rest after `deadlineMs`. */
  shutdown(options?: { readonly deadlineMs?: number }): Promise<DrainResult>;
  /** Resolves when the server has ended. Errors: rejects when it could not accept any more. */
  readonly closed: Promise<void>;
}

/** Starts a server; resolves once it is bound. Errors: AddressError with a sentence for whoever started it. */
export async function listen(
  address: string | Address,
  app: App,
  options: ListenOptions = {},
): Promise<RunningServer> {
  const endpoint = toEndpoint(app);
  const log: Logger = options.logger ?? silentLogger;
  const limits: Limits = { ...defaultLimits, ...options.limits };
  if (endpoint instanceof Router) {
    endpoint.seal();
    if (log.isLevelEnabled("debug")) logRoutes(endpoint, log);
  }
  const listener = await TcpListener.bind(address, options);
  // Made once: whatever is made in the handler costs memory for each connection.
  const service: Service = (request) => getResponse(endpoint, new AppContext(request, log));
  const serveOptions: ServeOptions = { limits, log };
  const server = new TcpServer(
    listener,
    (conn, shutdown) => serve(conn, shutdown, service, serveOptions),
    options,
  );
  log.info({ address: formatAddress(listener.address) }, "listening");
  return {
    address: listener.address,
    async shutdown(drain) {
      log.info({ connections: server.connections }, "draining");
      const result = await server.shutdown(drain);
      const { finished, forced } = result;
      if (forced > 0) log.warn({ finished, forced }, "stopped; connections were cut off");
      else log.info({ finished, forced }, "stopped");
      return result;
    },
    closed: server.run(),
  };
}

/** Each route for programs, the trie for people. */
function logRoutes(router: Router, log: Logger): void {
  for (const route of router.routes()) log.debug({ route: String(route) }, "route");
  log.debug(`the trie\n${router.print().trimEnd()}`);
}

/**
 * Serves until ctrl-c (SIGINT) or SIGTERM, then drains; a second signal exits at once with 130. The exit
 * code is 1 when requests had to be cut off at the deadline, and when the address cannot be had: that is
 * told in one line, since the person at the terminal needs no stack trace.
 */
export async function run(address: string | Address, app: App, options: RunOptions = {}): Promise<void> {
  try {
    const server = await listen(address, app, options);
    const forget = onCtrlC(async () => {
      const { forced } = await server.shutdown(options);
      if (forced === 0) return;
      process.exitCode = 1;
      // A handler that was cut off may have timers that keep the process alive: its deadline is over.
      setTimeout(() => process.exit(), LAST_MS).unref();
    });
    console.log(`listening on http://${formatAddress(server.address)}`);
    await server.closed;
    forget();
  } catch (error) {
    if (!(error instanceof AddressError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/**
 * From an address and an app to a server that runs. `listen` is for programs that go on by themselves,
 * `run` is the last line of a program: it ends when the server has drained.
 */

import { defaultReactor } from "../event-loop/reactor.ts";
import { AppContext } from "../http/app-context.ts";
import { type App, toEndpoint } from "../http/endpoint.ts";
import { HandlerDeadline } from "../http/handler-deadline.ts";
import { defaultLimits, type Limits } from "../http/limits.ts";
import { serve } from "../http/serve.ts";
import type { ServerFacts } from "../http/server-facts.ts";
import type { ServeOptions, Service } from "../http/service.ts";
import { TrustedProxies, type TrustProxy } from "../http/trusted-proxies.ts";
import { silentLogger } from "../log/logger.ts";
import { withFields } from "../log/with-fields.ts";
import { type Address, formatAddress } from "../net/address.ts";
import { AddressError } from "../net/address-error.ts";
import type { ConnOptions } from "../net/conn-options.ts";
import type { Listener } from "../net/listener.ts";
import { TcpListener } from "../net/tcp-listener.ts";
import { type DrainResult, TcpServer } from "../net/tcp-server.ts";
import type { TcpServerOptions } from "../net/tcp-server-options.ts";

export interface ListenOptions extends Omit<TcpServerOptions, "backoff"> {
  readonly limits?: Partial<Limits>;
  readonly conn?: ConnOptions;
  /** Connections that may wait for their turn when `maxConnections` are served. Default: 1024. */
  readonly maxWaiting?: number;
  /** The proxies whose word on the client's address, scheme and host is taken. Default: nobody's. */
  readonly trustProxy?: TrustProxy;
}

export interface RunningServer {
  /** Where it listens, with the port the system chose. */
  readonly address: Address;
  /** Refuses new connections, finishes what has begun, and cuts off the rest after `deadlineMs`. */
  shutdown(options?: { readonly deadlineMs?: number }): Promise<DrainResult>;
  /** Resolves when the server has ended. Errors: rejects when it could not accept any more. */
  readonly closed: Promise<void>;
}

/**
 * Starts a server on an address, or on a listener that is bound already; resolves once it is bound.
 * Errors: AddressError with a sentence for whoever started it.
 */
export async function listen(
  address: string | Address | Listener,
  app: App,
  options: ListenOptions = {},
): Promise<RunningServer> {
  const endpoint = toEndpoint(app);
  const { name, logger = silentLogger, reactor = defaultReactor, trustProxy } = options;
  const log = name === undefined ? logger : withFields(logger, { server: name });
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const proxies = trustProxy === undefined ? null : new TrustedProxies(trustProxy);
  const conn = { writeTimeoutMs: limits.writeTimeoutMs, ...options.conn };
  const listener = isListener(address) ? address : await TcpListener.bind(address, { ...options, conn });
  const overdue = new HandlerDeadline(reactor, limits.handlerTimeoutMs);
  const facts: ServerFacts = {
    get isDraining() {
      return server.isDraining;
    },
    proxies,
  };
  // Made once: whatever is made in the handler costs memory for each connection.
  const service: Service = (request) => overdue.ask(endpoint, new AppContext(request, log, facts));
  const serveOptions: ServeOptions = { limits, log };
  const server = new TcpServer(
    listener,
    (conn, shutdown) => serve(conn, shutdown, service, serveOptions),
    options,
  );
  const closed = server.run().finally(() => overdue.dispose());
  // Whoever awaits it later gets its error too; meanwhile it must not end the process: the log has it.
  closed.catch(() => {});
  return {
    address: listener.address,
    shutdown: (drain) => server.shutdown(drain),
    closed,
  };
}

/**
 * Serves until ctrl-c (SIGINT) or SIGTERM, then drains. An address that cannot be had is told in one line,
 * and the exit code is 1: the person at the terminal needs no stack trace.
 */
export async function run(
  address: string | Address | Listener,
  app: App,
  options: ListenOptions = {},
): Promise<void> {
  try {
    const server = await listen(address, app, options);
    const stop = () => server.shutdown();
    process.on("SIGINT", stop).on("SIGTERM", stop);
    console.log(`listening on http://${formatAddress(server.address)}`);
    await server.closed;
    process.off("SIGINT", stop).off("SIGTERM", stop);
  } catch (error) {
    if (!(error instanceof AddressError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

function isListener(address: string | Address | Listener): address is Listener {
  return typeof address === "object" && "accept" in address;
}

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

export interface ListenOptions extends Omit<TcpServerOptions, "backoff"> {
  readonly limits?: Partial<Limits>;
  readonly conn?: ConnOptions;
  /** Connections that may wait for their turn when `maxConnections` are served. Default: 1024. */
  readonly maxWaiting?: number;
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
  const listener = await TcpListener.bind(address, options);
  // Made once: whatever is made in the handler costs memory for each connection.
  const service: Service = (request) => getResponse(endpoint, new AppContext(request, log));
  const serveOptions: ServeOptions = { limits, log };
  const server = new TcpServer(
    listener,
    (conn, shutdown) => serve(conn, shutdown, service, serveOptions),
    options,
  );
  return {
    address: listener.address,
    shutdown: (drain) => server.shutdown(drain),
    closed: server.run(),
  };
}

/**
 * Serves until ctrl-c (SIGINT) or SIGTERM, then drains. An address that cannot be had is told in one line,
 * and the exit code is 1: the person at the terminal needs no stack trace.
 */
export async function run(address: string | Address, app: App, options: ListenOptions = {}): Promise<void> {
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

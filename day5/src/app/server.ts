/**
 * From an address and an app to a server that runs. `listen` is for programs that go on by themselves,
 * `run` is the last line of a program: it ends when the server has drained. `Server` is for programs that
 * have their own idea of when to stop.
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
import { type Logger, silentLogger } from "../log/logger.ts";
import { withFields } from "../log/with-fields.ts";
import { type Address, formatAddress } from "../net/address.ts";
import { AddressError } from "../net/address-error.ts";
import { type BindOptions, bind, isListener } from "../net/bind.ts";
import type { TlsOptions } from "../net/bind-tls.ts";
import { CertificateError } from "../net/certificate-error.ts";
import { CombinedListener } from "../net/combine.ts";
import type { Listener } from "../net/listener.ts";
import { type DrainResult, TcpServer } from "../net/tcp-server.ts";
import type { TcpServerOptions } from "../net/tcp-server-options.ts";
import { Router } from "../router/router.ts";
import { onCtrlC } from "./ctrl-c.ts";

export interface ListenOptions extends Omit<TcpServerOptions, "backoff">, BindOptions {
  readonly limits?: Partial<Limits>;
  /** Called once for each address that is bound, before the first connection is accepted. */
  readonly onListening?: (address: Address) => void;
  /** The proxies whose word on the client's address, scheme and host is taken. Default: nobody's. */
  readonly trustProxy?: TrustProxy;
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
  /** All of them, where it is on several listeners. */
  readonly addresses: readonly Address[];
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
  if (endpoint instanceof Router) {
    endpoint.seal();
    if (log.isLevelEnabled("debug")) logRoutes(endpoint, log);
  }
  const proxies = trustProxy === undefined ? null : new TrustedProxies(trustProxy);
  const conn = { writeTimeoutMs: limits.writeTimeoutMs, ...options.conn };
  const listener = await bind(address, { ...options, conn });
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
  const addresses = listener instanceof CombinedListener ? listener.addresses : [listener.address];
  for (const bound of addresses) {
    log.info({ address: formatAddress(bound) }, "listening");
    options.onListening?.(bound);
  }
  const closed = server.run().finally(() => overdue.dispose());
  // Whoever awaits it later gets its error too; meanwhile it must not end the process: the log has it.
  closed.catch(() => {});
  return {
    address: listener.address,
    addresses,
    shutdown: (drain) => server.shutdown(drain),
    closed,
  };
}

/** A server that is set up step by step, and told to stop by whatever the program has for it. After poem's. */
export class Server {
  readonly #where: string | Address | Listener;
  readonly #options: ListenOptions;

  constructor(where: string | Address | Listener, options: ListenOptions = {}) {
    this.#where = where;
    this.#options = options;
  }

  /** Stands in its log lines. */
  name(name: string): Server {
    return new Server(this.#where, { ...this.#options, name });
  }

  /** After this long without a byte a connection finishes what it has begun, and closes. */
  idleTimeout(ms: number): Server {
    return new Server(this.#where, { ...this.#options, idleTimeoutMs: ms });
  }

  /** Serves for good. Errors: as `listen`; rejects when it cannot accept any more. */
  async run(app: App): Promise<void> {
    await (await listen(this.#where, app, this.#options)).closed;
  }

  /** Serves until `signal`, then drains for at most `timeoutMs`. Errors: as `run`. */
  async runWithGracefulShutdown(
    app: App,
    signal: AbortSignal | PromiseLike<unknown>,
    timeoutMs = 10_000,
  ): Promise<DrainResult> {
    const server = await listen(this.#where, app, this.#options);
    const stop = () => void server.shutdown({ deadlineMs: timeoutMs });
    if (!(signal instanceof AbortSignal)) signal.then(stop, stop);
    else if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
    await server.closed;
    return server.shutdown();
  }
}

/**
 * Serves until ctrl-c (SIGINT) or SIGTERM, then drains; a second signal exits at once with 130. The exit
 * code is 1 when requests had to be cut off at the deadline, and when the server cannot start or go on: that
 * is told in one line, since the person at the terminal needs no stack trace.
 */
export async function run(
  address: string | Address | Listener,
  app: App,
  options: RunOptions = {},
): Promise<void> {
  const server = await listen(address, app, options).catch((error) => {
    if (error instanceof AddressError || error instanceof CertificateError) return complain(error.message);
    throw error;
  });
  if (server === null) return;
  const forget = onCtrlC(async () => {
    const { forced } = await server.shutdown(options);
    if (forced === 0) return;
    process.exitCode = 1;
    // A handler that was cut off may have timers that keep the process alive: its deadline is over.
    setTimeout(() => process.exit(), LAST_MS).unref();
  });
  // Only now: whoever reads this line may send a signal at once.
  const url = isListener(address) ? formatAddress : (bound: Address) => urlOf(bound, options.tls);
  for (const bound of server.addresses) console.log(`listening on ${url(bound)}`);
  await server.closed.catch((error) => complain(`cannot accept connections any more: ${error?.message}`));
  forget();
}

/** Each route for programs, the trie for people. */
function logRoutes(router: Router, log: Logger): void {
  for (const route of router.routes()) log.debug({ route: String(route) }, "route");
  log.debug(`the trie\n${router.print().trimEnd()}`);
}

function complain(message: string): null {
  console.error(message);
  process.exitCode = 1;
  return null;
}

function urlOf(address: Address, tls: TlsOptions | undefined): string {
  if ("path" in address) return formatAddress(address);
  return `${tls === undefined ? "http" : "https"}://${formatAddress(address)}`;
}

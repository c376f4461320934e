/**
 * From an address and an app to a server that runs. `listen` is for programs that go on by themselves,
 * `Server` is for programs that have their own idea of when to stop; for all others there is `run`.
 */

import { AppContext } from "../endpoint/app-context.ts";
import { type App, type Endpoint, toEndpoint } from "../endpoint/endpoint.ts";
import { HandlerDeadline } from "../endpoint/handler-deadline.ts";
import { ProvidingEndpoint } from "../endpoint/provide.ts";
import { noServer, type ServerFacts } from "../endpoint/server-facts.ts";
import { TrustedProxies } from "../endpoint/trusted-proxies.ts";
import { defaultReactor } from "../event-loop/default-reactor.ts";
import { checkValue, pickOptions, withDefaults } from "../guard/check-options.ts";
import { defaultLimits, type Limits } from "../http/limits.ts";
import { serve } from "../http/serve.ts";
import type { ServeOptions, Service } from "../http/service.ts";
import { type Logger, silentLogger } from "../log/logger.ts";
import { safeLogger } from "../log/safe-logger.ts";
import { withFields } from "../log/with-fields.ts";
import { type Address, formatAddress } from "../net/address.ts";
import { type BindOptions, bind, isListener } from "../net/bind.ts";
import { isReloadable } from "../net/bind-tls.ts";
import { CombinedListener } from "../net/combine.ts";
import { type ConnOptions, connDefaults } from "../net/conn-options.ts";
import { attempt, deadlineRule, type StopOptions } from "../net/drain.ts";
import { withIdleTimeout } from "../net/idle-timeout.ts";
import type { Listener } from "../net/listener.ts";
import { RetryingListener } from "../net/retrying-listener.ts";
import { type DrainResult, TcpServer, type TcpServerOptions, tcpServerRules } from "../net/tcp-server.ts";
import type { TlsOptions } from "../net/tls/contexts.ts";
import { logRoutes } from "./log-routes.ts";
import { bindRules, checkListenOptions, type ListenOptions } from "./options.ts";

export interface RunningServer {
  /** Where it listens, with the port the system chose. */
  readonly address: Address;
  /** All of them, where it is on several listeners. */
  readonly addresses: readonly Address[];
  /** Refuses new connections, finishes what has begun, and cuts off the rest after `deadlineMs`. Never rejects. */
  shutdown(options?: StopOptions): Promise<DrainResult>;
  /**
   * Reads the certificates anew, or takes those of `tls`: connections from now on get them, those that are there keep
   * theirs. Errors: CertificateError; the old ones stay in use then. Error where nothing here speaks TLS.
   */
  reloadCertificates(tls?: TlsOptions): void;
  /** Resolves when the server has ended. Errors: rejects when it could not accept any more. */
  readonly closed: Promise<void>;
}

/**
 * Starts a server on an address, or on a listener that is bound already; resolves once it is bound. A
 * listener is the server's from the call on: it is closed when the server has ended, and when this rejects.
 * Errors: TypeError, RangeError for an option that cannot be, and what the app's `prepare` throws, before anything
 * is bound; AddressError, CertificateError with a sentence for the person who started the program.
 */
export async function listen(
  address: string | Address | Listener,
  app: App,
  options: ListenOptions = {},
): Promise<RunningServer> {
  let listener = isListener(address) ? address : null;
  try {
    checkListenOptions(options);
    const { name, logger = silentLogger, trustProxy, state = [] } = options;
    const log = safeLogger(name === undefined ? logger : withFields(logger, { server: name }));
    const endpoint = toEndpoint(app);
    // Before the port opens: the first request must not be the one that finds out.
    endpoint.prepare?.();
    logRoutes(endpoint, log);
    const origins = trustProxy === undefined ? noServer : new TrustedProxies(trustProxy);
    listener = await bind(address, pickOptions<BindOptions>(options, bindRules));
    const asked = state.length === 0 ? endpoint : new ProvidingEndpoint(state, endpoint);
    return await serveOn(listener, asked, log, origins, options);
  } catch (error) {
    // The caller has no server to shut down: an address that is still bound would be lost until the program ends.
    const failed = "the listener could not be closed";
    await attempt(safeLogger(options?.logger ?? silentLogger), failed, () => listener?.close());
    throw error;
  }
}

/**
 * Puts the layers together, from the inside to the outside: deadline, service, protocol, idle time, server. What is
 * born today stands around what day 2 made, and day 2's parts do not know of it. Errors: what `onListening` throws.
 */
async function serveOn(
  listener: Listener,
  endpoint: Endpoint,
  log: Logger,
  origins: Pick<ServerFacts, "originOf">,
  options: ListenOptions,
): Promise<RunningServer> {
  const limits = withDefaults<Limits>(defaultLimits, options.limits);
  const { reactor = defaultReactor } = options;
  const overdue = new HandlerDeadline(reactor, limits.handlerTimeoutMs);
  // Held by every context. The server is made further down: it is asked only when there are requests.
  const facts: ServerFacts = {
    get isDraining() {
      return server.isDraining;
    },
    originOf: (request) => origins.originOf(request),
  };
  // This and `serveOptions` are made once: whatever is made in the connection handler costs memory for each connection.
  const service: Service = (request) => overdue.ask(endpoint, new AppContext(request, log, facts));
  const handle = withIdleTimeout(
    (conn, shutdown) => serve(conn, shutdown, service, serveOptions, ground),
    options.idleTimeoutMs ?? Number.POSITIVE_INFINITY,
    { reactor, logger: log },
  );
  const server = new TcpServer(new RetryingListener(listener, { reactor, logger: log }), handle, {
    ...pickOptions<TcpServerOptions>(options, tcpServerRules),
    logger: log,
  });
  const { writeTimeoutMs } = withDefaults<ConnOptions>(connDefaults, options.conn);
  const ground = { reactor, writeTimeoutMs };
  const serveOptions: ServeOptions = { limits, log, facts: server };
  // Clients already wait in the listener's queue: whatever `onListening` does first, it does before their requests.
  const addresses = listener instanceof CombinedListener ? listener.addresses : [listener.address];
  for (const bound of addresses) {
    log.info({ address: formatAddress(bound) }, "listening");
    await options.onListening?.(bound);
  }
  const closed = server.run().finally(() => overdue.dispose());
  log.info("started");
  // A caller that awaits it later still gets its error; until then the error must not end the process. The log has it.
  closed.catch(() => {});
  return {
    address: listener.address,
    addresses,
    shutdown: (drain) => server.shutdown(drain),
    reloadCertificates(tls) {
      if (!isReloadable(listener)) throw new Error("this server does not speak TLS: it has no certificates");
      listener.reload(tls);
      log.info({ address: formatAddress(listener.address) }, "certificates reloaded");
    },
    closed,
  };
}

/** A server that is set up step by step, and told to stop by whatever the program has for it. After poem's. */
export class Server {
  readonly #where: string | Address | Listener;
  /** Never changed: each step makes another Server, so one may be kept as a pattern for several. */
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

  /** Serves without an end of its own. Errors: as `listen`; rejects when it cannot accept any more. */
  async run(app: App): Promise<void> {
    await (await listen(this.#where, app, this.#options)).closed;
  }

  /** Serves until `signal`, then drains for at most `timeoutMs`. A promise that rejects is logged. Errors: as `run`. */
  async runWithGracefulShutdown(
    app: App,
    signal: AbortSignal | PromiseLike<unknown>,
    timeoutMs = 10_000,
  ): Promise<DrainResult> {
    checkValue("timeoutMs", timeoutMs, deadlineRule);
    // Listened to from now on: it may be given, or fail, while the server starts.
    const asked = askedBy(signal);
    const server = await listen(this.#where, app, this.#options);
    asked.then((why) => server.shutdown({ deadlineMs: timeoutMs, ...why }));
    await server.closed;
    return server.shutdown();
  }
}

/**
 * Resolves when the signal is given, with what failed if it has rejected: a program whose watch over its own health
 * fails should stop in good order, and its log should say why.
 */
function askedBy(signal: AbortSignal | PromiseLike<unknown>): Promise<StopOptions> {
  const given = new Promise((resolve) => {
    if (!(signal instanceof AbortSignal)) resolve(signal);
    else if (signal.aborted) resolve(null);
    else signal.addEventListener("abort", resolve, { once: true });
  });
  return given.then(
    () => ({}),
    (error) => ({ error }),
  );
}

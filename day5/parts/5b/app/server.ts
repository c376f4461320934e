/**
 * From an address and an app to a server that runs. `listen` is for programs that go on by themselves,
 * `run` is the last line of a program: it ends when the server has drained. Here all layers meet: no other file
 * knows both the app and the connections, and none of them knows this one.
 */

import { AppContext } from "../endpoint/app-context.ts";
import { type App, type Endpoint, getResponse, toEndpoint } from "../endpoint/endpoint.ts";
import { ownOrigin, type ServerFacts } from "../endpoint/server-facts.ts";
import { checkOptions, pickOptions, withDefaults } from "../guard/check-options.ts";
import { group, type RulesFor, text } from "../guard/rule.ts";
import { defaultLimits, type Limits, limitRules } from "../http/limits.ts";
import { serve } from "../http/serve.ts";
import type { ServeOptions, Service } from "../http/service.ts";
import { type Logger, silentLogger } from "../log/logger.ts";
import { safeLogger } from "../log/safe-logger.ts";
import { withFields } from "../log/with-fields.ts";
import { type Address, formatAddress } from "../net/address.ts";
import { AddressError } from "../net/address-error.ts";
import { type ConnOptions, connRules } from "../net/conn-options.ts";
import { attempt, deadlineRule, type StopOptions } from "../net/drain.ts";
import type { Listener } from "../net/listener.ts";
import { type ListenerOptions, listenerRules, TcpListener } from "../net/tcp-listener.ts";
import { type DrainResult, TcpServer, type TcpServerOptions, tcpServerRules } from "../net/tcp-server.ts";
import { RouteError } from "../router/route-path.ts";
import { onCtrlC } from "./ctrl-c.ts";
import { logRoutes } from "./log-routes.ts";

/**
 * The options of all layers in one object, since a program sees one server. Each layer is handed its own: those of
 * TcpServer and TcpListener stand at the top, those of a connection under `conn`, those of HTTP under `limits`.
 */
export interface ListenOptions extends TcpServerOptions {
  /** Stands as `server` in every log line, for programs that run several. */
  readonly name?: string;
  readonly limits?: Partial<Limits>;
  readonly conn?: ConnOptions;
  /** Connections that may wait for their turn when `maxConnections` are served. Default: 1024. */
  readonly maxWaiting?: number;
}

export interface RunOptions extends ListenOptions {
  /** How long the stop may take after the signal before requests are cut off. Default: 10 s. */
  readonly deadlineMs?: number;
}

/** Put together from the tables of the layers: an option of theirs is known here without a line of its own. */
const listenRules: RulesFor<ListenOptions> = {
  name: text,
  ...tcpServerRules,
  ...listenerRules,
  limits: group,
};

export interface RunningServer {
  /** Where it listens, with the port the system chose. */
  readonly address: Address;
  /** Refuses new connections, finishes what has begun, and cuts off the rest after `deadlineMs`. Never rejects. */
  shutdown(options?: StopOptions): Promise<DrainResult>;
  /** Resolves when the server has ended. Errors: rejects when it could not accept any more. */
  readonly closed: Promise<void>;
}

/**
 * Starts a server on an address, or on a listener that is bound already; resolves once it is bound. A
 * listener is the server's from the call on: it is closed when the server has ended, and when this rejects.
 * Errors: TypeError, RangeError for an option that cannot be, and what the app's `prepare` throws, before anything
 * is bound; AddressError with a sentence for the person who started the program.
 */
export async function listen(
  address: string | Address | Listener,
  app: App,
  options: ListenOptions = {},
): Promise<RunningServer> {
  let listener = isListener(address) ? address : null;
  try {
    checkOptions("", options, listenRules);
    checkOptions("limits", options.limits ?? {}, limitRules);
    checkOptions("conn", options.conn ?? {}, connRules);
    const { name, logger = silentLogger } = options;
    const log = safeLogger(name === undefined ? logger : withFields(logger, { server: name }));
    const endpoint = toEndpoint(app);
    // Before the port opens: the first request must not be the one that finds out.
    endpoint.prepare?.();
    logRoutes(endpoint, log);
    const bindOptions = pickOptions<ListenerOptions>(options, listenerRules);
    listener = isListener(address) ? address : await TcpListener.bind(address, bindOptions);
    log.info({ address: formatAddress(listener.address) }, "listening");
    return serveOn(listener, endpoint, log, options);
  } catch (error) {
    // The caller has no server to shut down: an address that is still bound would be lost until the program ends.
    const failed = "the listener could not be closed";
    await attempt(safeLogger(options?.logger ?? silentLogger), failed, () => listener?.close());
    throw error;
  }
}

/**
 * Puts the layers together, from the inside to the outside: the service asks the app, the protocol asks the service,
 * the server hands connections to the protocol. None of the three knows the one that stands around it.
 */
function serveOn(listener: Listener, endpoint: Endpoint, log: Logger, options: ListenOptions): RunningServer {
  // Held by every context. The server is made further down: it is asked only when there are requests.
  const facts: ServerFacts = {
    get isDraining() {
      return server.isDraining;
    },
    originOf: ownOrigin,
  };
  // This and `serveOptions` are made once: whatever is made in the connection handler costs memory for each connection.
  const service: Service = (request) => getResponse(endpoint, new AppContext(request, log, facts));
  const server = new TcpServer(listener, (conn, shutdown) => serve(conn, shutdown, service, serveOptions), {
    ...pickOptions<TcpServerOptions>(options, tcpServerRules),
    logger: log,
  });
  const limits = withDefaults(defaultLimits, options.limits);
  const serveOptions: ServeOptions = { limits, log, facts: server };
  const closed = server.run();
  log.info("started");
  // A caller that awaits it later still gets its error; until then the error must not end the process. The log has it.
  closed.catch(() => {});
  return {
    address: listener.address,
    shutdown: (drain) => server.shutdown(drain),
    closed,
  };
}

/**
 * Serves until ctrl-c (SIGINT) or SIGTERM, then drains; a second signal exits at once with 130. The exit code is 1 when
 * requests had to be cut off at the deadline, and when the server cannot start: that is told in one line, since the
 * person at the terminal needs no stack trace. The program's own timers do not keep the process alive behind the deadline.
 * Errors: as `listen`, for all else; as `closed`.
 */
export async function run(
  address: string | Address | Listener,
  app: App,
  options: RunOptions = {},
): Promise<void> {
  checkOptions("", options, { ...listenRules, deadlineMs: deadlineRule });
  const { deadlineMs = 10_000, ...listenOptions } = options;
  const log = safeLogger(options.logger ?? silentLogger);
  let server: RunningServer;
  try {
    server = await listen(address, app, listenOptions);
  } catch (error) {
    // Anything else is a mistake in the program: its author needs the stack trace.
    if (!(error instanceof AddressError || error instanceof RouteError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
    return;
  }
  const stop = async (signal: NodeJS.Signals) => {
    const { forced } = await server.shutdown({ signal, deadlineMs });
    if (forced === 0) return;
    process.exitCode = 1;
    // A handler that was cut off may have timers that keep the process alive: its deadline is over.
    setTimeout(() => process.exit(), LAST_MS).unref();
  };
  const forget = onCtrlC(stop, (signal) => log.info({ signal }, "asked again: ends at once"));
  // Only now: a program that waits for this line may send requests, and a signal, at once.
  console.log(`listening on http://${formatAddress(server.address)}`);
  try {
    await server.closed;
  } finally {
    // A later ctrl-c is the program's own again.
    forget();
  }
}

/** What a program has for its own cleaning up behind `run` before it is ended. */
const LAST_MS = 1_000;

function isListener(address: string | Address | Listener): address is Listener {
  return typeof address === "object" && "accept" in address;
}

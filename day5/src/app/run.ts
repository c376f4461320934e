/**
 * The last line of a program: `run` serves until a signal comes, and ends when the server has drained. What
 * goes wrong is told in one line, and by the exit code.
 */

import type { App } from "../endpoint/endpoint.ts";
import { checkOptions } from "../guard/check-options.ts";
import type { Logger } from "../log/logger.ts";
import { safeLogger } from "../log/safe-logger.ts";
import { stderrLogger } from "../log/stderr-logger.ts";
import { type Address, formatAddress } from "../net/address.ts";
import { AddressError } from "../net/address-error.ts";
import { isListener } from "../net/bind.ts";
import type { Listener } from "../net/listener.ts";
import { CertificateError } from "../net/tls/certificate.ts";
import type { TlsOptions } from "../net/tls/contexts.ts";
import { RouteError } from "../router/route-path.ts";
import { onCtrlC } from "./ctrl-c.ts";
import { type RunOptions, runRules } from "./options.ts";
import { listen, type RunningServer } from "./server.ts";
import { endAfter, LAST_MS, stopTimes } from "./stop-times.ts";
import { isWorker, onPrimary, report, withTicketKeys } from "./worker.ts";
import { Workers, workerCount } from "./workers.ts";

/**
 * Serves until ctrl-c (SIGINT) or SIGTERM, then drains; a second signal exits at once with 130. The exit
 * code is 1 when requests had to be cut off at the deadline, and when the server cannot start or go on: that
 * is told in one line, since the person at the terminal needs no stack trace. With `tls`, a SIGHUP reads the
 * certificates anew: what renews them sends one, and no connection is lost. With `trustProxy` a SIGTERM
 * takes its time, as the proxy in front needs it (see stop-times.ts). The program's own timers do not keep
 * the process alive behind the deadline. Without a logger, warnings and errors are lines on stderr.
 * With `workers`, this process starts so many others, which run the same program up to here and share the address.
 */
export async function run(
  address: string | Address | Listener,
  app: App,
  options: RunOptions = {},
): Promise<void> {
  // Here and not only in `listen`: the times of the stop are worked out from them first.
  checkOptions("", options, runRules);
  const { deadlineMs, acceptGraceMs, limits } = stopTimes(options);
  const { deadlineMs: _, workers = 1, logger = stderrLogger, ...listenOptions } = options;
  const count = workerCount(workers);
  if (count > 1 && !isWorker) {
    if (isListener(address))
      throw new TypeError("workers need an address: a listener belongs to one process");
    return supervise(new Workers(count, safeLogger(logger), deadlineMs), logger, options.tls !== undefined);
  }
  // null while the server starts: then a signal cannot be handed to it, and must not be lost.
  let server: RunningServer | null = null;
  // Set by a signal that comes while the server starts: a start that hangs must not outlive it for long.
  let givingUp: NodeJS.Timeout | undefined;
  // The signal that came first, for the log of the stop.
  let asked: NodeJS.Signals | null = null;
  // Called once: onCtrlC does not ask a second time.
  const stop = async (signal: NodeJS.Signals) => {
    asked = signal;
    if (server === null) {
      givingUp = endAfter(LAST_MS, 1);
      return;
    }
    // What the program does behind `run` has its time, and no more.
    endAfter(deadlineMs + LAST_MS);
    const result = await server.shutdown({ signal, deadlineMs, acceptGraceMs: acceptGraceMs(signal) });
    if (isWorker) report({ ray: "stopped", ...result });
    if (result.forced === 0) return;
    process.exitCode = 1;
    // A handler that was cut off may have timers that keep the process alive: its deadline is over.
    endAfter(LAST_MS);
  };
  // Before the start: the first process of a container loses a signal for which it has no listener.
  const renew = () => reload(server, safeLogger(logger));
  const forget = isWorker ? onPrimary(stop, renew) : onSignals(stop, () => {}, logger);
  if (options.tls !== undefined && !isWorker) process.on("SIGHUP", renew);
  try {
    const tls = options.tls === undefined ? {} : { tls: await withTicketKeys(options.tls) };
    server = await listen(address, app, { ...listenOptions, ...tls, logger, limits });
    clearTimeout(givingUp);
    // The signal came while it started: it stops before it has said that it listens.
    if (asked !== null) stop(asked);
    else
      tell(server.addresses.map(isListener(address) ? formatAddress : (bound) => urlOf(bound, options.tls)));
    await server.closed.catch((error) => complain(`cannot accept connections any more: ${error?.message}`));
  } catch (error) {
    if (!isMistake(error)) throw error;
    complain(error.message);
  } finally {
    forget();
    process.off("SIGHUP", renew);
  }
}

/**
 * The first process of several: it serves nothing itself. Ends with the last worker. The exit code is that of the
 * worst of them.
 */
async function supervise(workers: Workers, logger: Logger, hasTls: boolean): Promise<void> {
  const forget = onSignals(
    (signal) => workers.stop(signal),
    () => workers.kill(),
    logger,
  );
  const renew = () => workers.reload();
  if (hasTls) process.on("SIGHUP", renew);
  const code = await workers.run();
  forget();
  process.off("SIGHUP", renew);
  // A program that has set one of its own has its reasons.
  if (code > 0) process.exitCode = code;
}

/**
 * Ctrl-c, and a line of the log for the second one. `atOnce` is called for the second signal, before the process
 * ends. Returns an unsubscribe function.
 */
function onSignals(stop: (signal: NodeJS.Signals) => void, atOnce: () => void, logger: Logger): () => void {
  return onCtrlC(stop, (signal) => {
    safeLogger(logger).info({ signal }, "asked again: ends at once");
    atOnce();
  });
}

/** A server that still starts has just read them. A mistake is told, and the old certificates stay in use. */
function reload(server: RunningServer | null, log: Logger): void {
  try {
    server?.reloadCertificates();
  } catch (error) {
    log.error({ err: error }, "certificates not reloaded; the old ones stay in use");
  }
}

/** What the person who started it can mend, and is told in a sentence. */
function isMistake(error: unknown): error is Error {
  return error instanceof AddressError || error instanceof CertificateError || error instanceof RouteError;
}

/**
 * Only now, behind the start of the listening for signals: a program that reads these lines may send one at once. A
 * worker tells its first process, which says it once for all of them.
 */
function tell(urls: readonly string[]): void {
  if (isWorker) report({ ray: "listening", urls });
  else for (const url of urls) console.log(`listening on ${url}`);
}

/** A program that has no server ends, whatever timers it has. */
function complain(message: string): void {
  console.error(message);
  process.exitCode = 1;
  endAfter(LAST_MS);
}

/** As a person can open it in a browser; a Unix socket has no URL, and is written as an address. */
function urlOf(address: Address, tls: TlsOptions | undefined): string {
  if ("path" in address) return formatAddress(address);
  return `${tls === undefined ? "http" : "https"}://${formatAddress(address)}`;
}

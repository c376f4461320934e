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

/**
 * Serves until ctrl-c (SIGINT) or SIGTERM, then drains; a second signal exits at once with 130. The exit
 * code is 1 when requests had to be cut off at the deadline, and when the server cannot start or go on: that
 * is told in one line, since the person at the terminal needs no stack trace. With `tls`, a SIGHUP reads the
 * certificates anew: what renews them sends one, and no connection is lost. With `trustProxy` a SIGTERM
 * takes its time, as the proxy in front needs it (see stop-times.ts). The program's own timers do not keep
 * the process alive behind the deadline. Without a logger, warnings and errors are lines on stderr.
 */
export async function run(
  address: string | Address | Listener,
  app: App,
  options: RunOptions = {},
): Promise<void> {
  // Here and not only in `listen`: the times of the stop are worked out from them first.
  checkOptions("", options, runRules);
  const { deadlineMs, acceptGraceMs, limits } = stopTimes(options);
  const { deadlineMs: _, logger = stderrLogger, ...listenOptions } = options;
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
    const { forced } = await server.shutdown({ signal, deadlineMs, acceptGraceMs: acceptGraceMs(signal) });
    if (forced === 0) return;
    process.exitCode = 1;
    // A handler that was cut off may have timers that keep the process alive: its deadline is over.
    endAfter(LAST_MS);
  };
  // Before the start: the first process of a container loses a signal for which it has no listener.
  const forget = onCtrlC(stop, (signal) => safeLogger(logger).info({ signal }, "asked again: ends at once"));
  const renew = () => reload(server, logger);
  if (options.tls !== undefined) process.on("SIGHUP", renew);
  try {
    server = await listen(address, app, { ...listenOptions, logger, limits });
    clearTimeout(givingUp);
    // The signal came while it started: it stops before it has said that it listens.
    if (asked !== null) stop(asked);
    else tell(server, isListener(address) ? formatAddress : (bound) => urlOf(bound, options.tls));
    await server.closed.catch((error) => complain(`cannot accept connections any more: ${error?.message}`));
  } catch (error) {
    if (!isMistake(error)) throw error;
    complain(error.message);
  } finally {
    forget();
    process.off("SIGHUP", renew);
  }
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

/** Only now, behind the start of the listening for signals: a program that reads these lines may send one at once. */
function tell(server: RunningServer, show: (address: Address) => string): void {
  for (const bound of server.addresses) console.log(`listening on ${show(bound)}`);
}

/** A program that has no server ends, whatever timers it has. */
function complain(message: string): void {
  console.error(message);
  process.exitCode = 1;
  endAfter(LAST_MS);
}

function urlOf(address: Address, tls: TlsOptions | undefined): string {
  if ("path" in address) return formatAddress(address);
  return `${tls === undefined ? "http" : "https"}://${formatAddress(address)}`;
}

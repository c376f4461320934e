/**
 * One line of the log for each request: what was asked, what went out with how many bytes, and how long it took. It
 * tells what the client got, also where a deadline answered in the handler's place, and where an answer broke off. It
 * never logs a body, a query or a field by itself.
 */

import type { AppContext, HookSet, Logger } from "../index.ts";

export interface AccessLogOptions {
  /** Default: that of the server, `c.log`. */
  readonly logger?: Logger;
  /** Further fields, such as the request's id. Asked when the answer is out. */
  readonly fields?: (c: AppContext) => Readonly<Record<string, unknown>>;
}

/**
 * The query is left out: it is where secrets stand that should not. One entry at level info: method, path, status,
 * bytes of the body, and ms as whole milliseconds from this hook on. Put it outermost, or the time of the hooks
 * before it is not in it.
 */
export function accessLog(options: AccessLogOptions = {}): HookSet {
  return {
    onRequest(c) {
      const { method, path, req } = c;
      const log = options.logger ?? c.log;
      // A level that is off costs no clock and no listener.
      if (!log.isLevelEnabled("info")) return;
      const begin = performance.now();
      req.onAnswered(({ status, bytes, complete }) => {
        const ms = Math.round(performance.now() - begin);
        log.info(
          { method, path, status, bytes, ms, ...options.fields?.(c) },
          complete ? "answered" : "broke off",
        );
      });
    },
  };
}

/**
 * The WHATWG face: an app as a function from the platform's Request to its Response, without a socket and without a
 * server. For programs that run on a server of others, such as a function in a cloud, and for whatever else speaks
 * fetch. It stands where a protocol stands: it asks as the server asks, and keeps to the same rules for what is sent.
 */

import { checkOptions } from "../guard/check-options.ts";
import { group, type RulesFor } from "../guard/rule.ts";
import { defaultLimits, type Limits, limitRules } from "../http/limits.ts";
import { type Logger, silentLogger } from "../log/logger.ts";
import { safeLogger } from "../log/safe-logger.ts";
import { AppContext } from "./app-context.ts";
import { type App, toEndpoint } from "./endpoint.ts";
import { toRequest } from "./fetch-request.ts";
import { toResponse } from "./fetch-response.ts";
import { askInTime } from "./handler-deadline.ts";
import { type Provided, ProvidingEndpoint, providedRule } from "./provide.ts";

/** As for a server, but for what a connection would need. */
export interface FetchOptions {
  /** Default: silent. */
  readonly logger?: Logger;
  /** Only what bounds the app counts here: `maxBodyBytes` and `handlerTimeoutMs`. */
  readonly limits?: Partial<Limits>;
  /** Values that every request finds in `c.state`. */
  readonly state?: readonly Provided[];
}

/** Checked when the handler is made, as those of a server. */
const rules: RulesFor<FetchOptions> = { logger: group, limits: group, state: providedRule };

/**
 * `export default { fetch: fetchHandler(router) }`. The app is started here. What it gives never rejects: errors are
 * answers. An answer whose body is a stream is over when it has been read, or cancelled: one of the two must be done.
 * Errors: TypeError, RangeError for an option that cannot be; what the start of the app throws.
 */
export function fetchHandler(
  app: App,
  options: FetchOptions = {},
): (request: globalThis.Request) => Promise<globalThis.Response> {
  checkOptions("", options, rules);
  checkOptions("limits", options.limits ?? {}, limitRules);
  const endpoint = toEndpoint(app);
  endpoint.prepare?.();
  const { state = [] } = options;
  const asked = state.length === 0 ? endpoint : new ProvidingEndpoint(state, endpoint);
  const log = safeLogger(options.logger ?? silentLogger);
  const limits = { ...defaultLimits, ...options.limits };
  return async (given) => {
    const request = toRequest(given, limits.maxBodyBytes);
    return toResponse(await askInTime(asked, new AppContext(request, log), limits), request, log);
  };
}

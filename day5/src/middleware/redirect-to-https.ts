/**
 * What answers on port 80: `listen("0.0.0.0:80", redirectToHttps({ hosts: ["example.org"] }))`. Each request is sent to
 * the same path on HTTPS. Where to is never the client's word alone: a name that is not ours, in a link that was forged
 * or a cache that was asked for it, would send others' visitors from here to there.
 */

import { type AppContext, HttpError, type Response } from "../index.ts";

export interface RedirectOptions {
  /** The names that are served over HTTPS, without a port. */
  readonly hosts: readonly string[];
  /** Where HTTPS is, as clients see it. Default: 443. */
  readonly port?: number;
}

/**
 * A handler, given to `listen` as it is. It answers all methods; the port of the request is dropped, that of `port`
 * put in its place. Errors: TypeError without a name, RangeError for what is no port.
 */
export function redirectToHttps(options: RedirectOptions): (c: AppContext) => Response {
  const { hosts, port = 443 } = options;
  if (!Array.isArray(hosts) || hosts.length === 0)
    throw new TypeError('redirectToHttps: name the hosts that are served, such as ["example.org"]');
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new RangeError(`redirectToHttps: port must be a number from 1 to 65535, not ${String(port)}`);
  const known = new Set(hosts.map((host) => host.toLowerCase()));
  return (c) => {
    const host = c.host.replace(/:\d*$/, "").toLowerCase();
    // RFC 9110 §15.5.20: not an error of the path, but of the server that was asked.
    if (!known.has(host)) throw new HttpError(421, "this host is not served here");
    // OPTIONS * asks about the server as a whole.
    const target = c.req.target === "*" ? "/" : c.req.target;
    // 308 and no 301: a POST stays one, and keeps its body.
    return c.redirect(`https://${host}${port === 443 ? "" : `:${port}`}${target}`, 308);
  };
}

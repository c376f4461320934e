/**
 * Fields by which browsers are told to be careful with what we send. The defaults are strict: a page that needs more
 * says so. They stand on errors, too: it is the forgotten pages that get attacked. What a handler sets itself wins, as
 * by the header rule of all answers.
 */

import type { HookSet } from "../index.ts";

/** False leaves a field out. */
export interface SecurityHeadersOptions {
  /** Content-Security-Policy. Default: everything from this host alone, no plug-ins, in no other site's frame. */
  readonly contentSecurityPolicy?: string | false;
  /** Referrer-Policy. Default "strict-origin-when-cross-origin": other sites do not learn paths. */
  readonly referrerPolicy?: string | false;
  /** Cross-Origin-Opener-Policy. Default "same-origin": windows of other sites get no handle of ours. */
  readonly crossOriginOpenerPolicy?: string | false;
  /** Cross-Origin-Resource-Policy. Default "same-origin": other sites cannot embed what is here. */
  readonly crossOriginResourcePolicy?: string | false;
  /** Seconds for which browsers shall come by HTTPS only; sent over HTTPS alone (RFC 6797 §7.2). Default half a year. */
  readonly strictTransportSeconds?: number | false;
}

/** CSP level 3. Each directive that default-src does not cover is named: base-uri, form-action, frame-ancestors. */
const POLICY =
  "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

/** Errors: when it is made, RangeError for a time that is none; at the first request, TypeError for a value that cannot be sent. */
export function securityHeaders(options: SecurityHeadersOptions = {}): HookSet {
  const { strictTransportSeconds = 15_552_000 } = options;
  if (
    strictTransportSeconds !== false &&
    !(Number.isSafeInteger(strictTransportSeconds) && strictTransportSeconds >= 0)
  )
    throw new RangeError(
      `strictTransportSeconds must be a whole number of seconds, not ${String(strictTransportSeconds)}`,
    );
  const fields: (readonly [string, string | false])[] = [
    ["x-content-type-options", "nosniff"],
    ["content-security-policy", options.contentSecurityPolicy ?? POLICY],
    ["referrer-policy", options.referrerPolicy ?? "strict-origin-when-cross-origin"],
    ["cross-origin-opener-policy", options.crossOriginOpenerPolicy ?? "same-origin"],
    ["cross-origin-resource-policy", options.crossOriginResourcePolicy ?? "same-origin"],
  ];
  return {
    onRequest(c) {
      for (const [name, value] of fields) if (value !== false) c.header(name, value);
      if (strictTransportSeconds !== false && c.scheme === "https")
        c.header("strict-transport-security", `max-age=${strictTransportSeconds}; includeSubDomains`);
    },
  };
}

/**
 * Refuses what another site's page does in the name of its visitor: a form, a fetch, a link that changes something. By
 * what browsers say themselves (Sec-Fetch-Site, and Origin where they are older), so pages need no tokens. Clients that
 * are no browsers say neither, carry no visitor's cookies, and pass.
 */

import { type AppContext, type HookFunction, HttpError } from "../index.ts";

export interface CsrfOptions {
  /** Other sites that may, as `https://example.org`. */
  readonly trustedOrigins?: readonly string[];
}

/** RFC 9110 §9.2.1: these change nothing, or should not. */
const SAFE = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

/** Errors: HttpError 403. */
export function csrf(options: CsrfOptions = {}): HookFunction {
  const trusted = new Set(options.trustedOrigins);
  return (c) => {
    if (SAFE.has(c.method)) return;
    const origin = c.req.headers.get("origin");
    // Before Sec-Fetch-Site, which calls a trusted site "cross-site" like any other.
    if (origin !== null && trusted.has(origin)) return;
    if (isOwn(c, origin)) return;
    throw new HttpError(403, "this request comes from another site", { code: "CROSS_SITE", expose: true });
  };
}

/** Whether the request comes from a page of this host, or from no page at all. */
function isOwn(c: AppContext, origin: string | null): boolean {
  const site = c.req.headers.get("sec-fetch-site");
  // "none": the user has typed the address. "same-site" is another host of the domain, which may belong to another owner.
  if (site !== null) return site === "same-origin" || site === "none";
  // Not the scheme: behind a proxy that ends TLS it is another one, and browsers that old send no cookie by it anyway.
  return origin === null || hostOf(origin) === c.host.toLowerCase();
}

/** null for "null", which a browser sends for pages without an origin: any page can make itself one. */
function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}

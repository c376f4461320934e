/**
 * Which other sites' pages may read what is here (WHATWG Fetch §3.3). A browser asks before it lets a page do more than
 * a form could: that question, the preflight, is answered here and never reaches a handler.
 * It guards nothing: a client that is no browser does not ask. What must be guarded needs a guard.
 */

import type { AppContext, HookSet, Response } from "../index.ts";

export interface CorsOptions {
  /** The sites, as `https://example.org`; "*" for all; or a function that knows. */
  readonly origin: "*" | readonly string[] | ((origin: string) => boolean);
  /** Cookies and logins go with it. Not together with "*". Default false. */
  readonly credentials?: boolean;
  /** Default: those that a page may want. */
  readonly methods?: readonly string[];
  /** Fields that a page may send. Default: those that it asks for. */
  readonly headers?: readonly string[];
  /** Fields of the answer that a page may read, beside the harmless ones. */
  readonly exposed?: readonly string[];
  /** Seconds for which a browser need not ask again. Default 600. */
  readonly maxAge?: number;
}

/** Those of a usual API. A browser asks only for what a form cannot do (WHATWG Fetch §2.2.1). */
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/**
 * The hook is put in front of what is shared: on the router for all of it, or on one group. It answers a preflight
 * itself, with a 204; to all else it only adds fields. Errors: TypeError, when it is made, for an origin that no
 * browser ever sends, and for "*" with credentials.
 */
export function cors(options: CorsOptions): HookSet {
  const { origin, credentials = false, methods = METHODS, headers, exposed = [], maxAge = 600 } = options;
  if (origin === "*" && credentials)
    throw new TypeError(
      'cors: with credentials name the origins: "*" would let any site act in the name of its visitors',
    );
  if (Array.isArray(origin)) for (const each of origin) checkOrigin(each);
  const allows = (asking: string) =>
    typeof origin === "function" ? origin(asking) : origin === "*" || origin.includes(asking);
  return {
    onRequest(c): Response | undefined {
      const asking = c.req.headers.get("origin");
      // The answer depends on who asks, also for those who do not say: a cache must know.
      if (origin !== "*") c.header("vary", "origin");
      // The same for all, also for those who do not say: a cache may give that answer to a page.
      else c.header("access-control-allow-origin", "*");
      const isAllowed = asking !== null && allows(asking);
      if (isAllowed) {
        if (origin !== "*") c.header("access-control-allow-origin", asking);
        if (credentials) c.header("access-control-allow-credentials", "true");
      }
      // A site that may not gets an answer too, without the fields: the browser then tells the page "no".
      if (isPreflight(c))
        return isAllowed ? preflight(c, methods, headers, maxAge) : c.status(204).bytes(new Uint8Array());
      if (isAllowed && exposed.length > 0) c.header("access-control-expose-headers", exposed.join(", "));
      return undefined;
    },
  };
}

/**
 * An OPTIONS without these fields is a client's own question, and goes on to the router. WHATWG Fetch,
 * "CORS-preflight fetch", has the same signs.
 */
function isPreflight({ method, req }: AppContext): boolean {
  return (
    method === "OPTIONS" && req.headers.has("origin") && req.headers.has("access-control-request-method")
  );
}

/** 204 for a site that may; what it may, in fields. A cached answer must not serve for other fields: hence Vary. */
function preflight(
  c: AppContext,
  methods: readonly string[],
  headers: readonly string[] | undefined,
  maxAge: number,
): Response {
  c.header("access-control-allow-methods", methods.join(", "));
  const wanted = headers?.join(", ") ?? c.req.headers.get("access-control-request-headers");
  if (headers === undefined) c.header("vary", "access-control-request-headers");
  if (wanted !== null && wanted !== "") c.header("access-control-allow-headers", wanted);
  c.header("access-control-max-age", String(maxAge));
  return c.status(204).bytes(new Uint8Array());
}

/** As a browser writes it: scheme, host and perhaps a port, and nothing behind. */
function checkOrigin(text: string): void {
  let url: URL | null = null;
  try {
    url = new URL(text);
  } catch {
    // Told below.
  }
  if (url?.origin === text) return;
  throw new TypeError(
    `cors: "${text}" is no origin: write it as https://example.org, without a slash at the end`,
  );
}

/**
 * `ray/middleware`: what stands in front of handlers in most services. Each is a hook, for a router, a group or a route,
 * and none needs another one. In this order they are mostly wanted: request id, access log, careful fields, other
 * sites, users, haste. redirectToHttps alone is a handler: it answers on port 80, and nothing stands behind it.
 */

export { type AccessLogOptions, accessLog } from "./access-log.ts";
export {
  type BasicAuthOptions,
  type BearerAuthOptions,
  basicAuth,
  bearerAuth,
  userName,
} from "./auth.ts";
export { bodyLimit } from "./body-limit.ts";
export { type CompressOptions, compress } from "./compress.ts";
export type { Coding } from "./content-coding.ts";
export { type CorsOptions, cors } from "./cors.ts";
export { type CsrfOptions, csrf } from "./csrf.ts";
export { etag } from "./etag.ts";
export { type Metrics, type MetricsOptions, metrics } from "./metrics.ts";
export {
  type Hits,
  MemoryRateStore,
  type MemoryRateStoreOptions,
  type RateLimitOptions,
  type RateStore,
  rateLimit,
} from "./rate-limit.ts";
export { type RedirectOptions, redirectToHttps } from "./redirect-to-https.ts";
export { type RequestIdOptions, requestId, requestIdOf } from "./request-id.ts";
export { type SecurityHeadersOptions, securityHeaders } from "./security-headers.ts";
export { timeout } from "./timeout.ts";
export { type Trace, type TraceEvent, type TracingOptions, traceOf, tracing } from "./tracing.ts";

/** What stands in front of handlers in most services: `ray/middleware`. Each is a hook, for a router, group or route. */

export { type AccessLogOptions, accessLog } from "./access-log.ts";
export {
  type BasicAuthOptions,
  type BearerAuthOptions,
  basicAuth,
  bearerAuth,
  userName,
} from "./auth.ts";
export { bodyLimit } from "./body-limit.ts";
export { type CorsOptions, cors } from "./cors.ts";
export { type CsrfOptions, csrf } from "./csrf.ts";
export {
  type Hits,
  MemoryRateStore,
  type RateLimitOptions,
  type RateStore,
  rateLimit,
} from "./rate-limit.ts";
export { type RequestIdOptions, requestId, requestIdOf } from "./request-id.ts";
export { type SecurityHeadersOptions, securityHeaders } from "./security-headers.ts";

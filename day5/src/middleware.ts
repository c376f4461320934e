/** What stands in front of handlers in most services: `ray/middleware`. Each is a hook, for a router, group or route. */

export { type AccessLogOptions, accessLog } from "./middleware/access-log.ts";
export {
  type BasicAuthOptions,
  type BearerAuthOptions,
  basicAuth,
  bearerAuth,
  userName,
} from "./middleware/auth.ts";
export { bodyLimit } from "./middleware/body-limit.ts";
export { type CorsOptions, cors } from "./middleware/cors.ts";
export { type CsrfOptions, csrf } from "./middleware/csrf.ts";
export {
  type Hits,
  MemoryRateStore,
  type RateLimitOptions,
  type RateStore,
  rateLimit,
} from "./middleware/rate-limit.ts";
export { type RequestIdOptions, requestId, requestIdOf } from "./middleware/request-id.ts";
export { type SecurityHeadersOptions, securityHeaders } from "./middleware/security-headers.ts";

/**
 * `ray/wrap`: endpoints as values, in poem's words. A program that writes its routes one by one has no use for it;
 * one that builds apps out of apps puts them together with these.
 */

export type { IntoEndpoint } from "./endpoint/endpoint.ts";
export { after, before, catchError, mapToResponse } from "./hook/adaptors.ts";
export type { Middleware } from "./hook/middleware.ts";
export { endpoint, type WrappedEndpoint } from "./hook/wrapped-endpoint.ts";
export { del, get, type MethodEndpoint, patch, post, put } from "./router/method-endpoint.ts";

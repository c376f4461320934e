/**
 * `ray`: what a web program uses, as one import. Sockets and listeners are in `ray/net`, the ground under them in
 * `ray/event-loop`, what tests ask an app with in `ray/testing`, what puts apps together in `ray/wrap`, and an app
 * without a server in `ray/fetch`. A name stands in one face only, and never more than fifty stand here: what comes
 * later finds its place behind these, or it is a function of the context.
 * What stands in no face is for the framework itself: its files are there to be read, and may change on any day.
 * The types at the side of a class are here where a program has to write them down; all others it gets by inference.
 */

// Start and stop.
export { onCtrlC } from "./app/ctrl-c.ts";
export { liveness, readiness } from "./app/health.ts";
export type { ListenOptions, RunOptions } from "./app/options.ts";
export { run } from "./app/run.ts";
export { listen, type RunningServer, Server } from "./app/server.ts";

// What answers: handlers and endpoints, the context they are given, and what they may return.
export { AppContext, type NoParams } from "./endpoint/app-context.ts";
export {
  type App,
  type Endpoint,
  getResponse,
  type Handler,
  toEndpoint,
} from "./endpoint/endpoint.ts";
export { errorFormat } from "./endpoint/error-format.ts";
export type { IntoResponse, Reply } from "./endpoint/into-response.ts";
export { provide } from "./endpoint/provide.ts";
export { key, type StateKey } from "./endpoint/state.ts";
export type { TrustProxy } from "./endpoint/trusted-proxies.ts";
// What runs around handlers.
export {
  type AroundFunction,
  around,
  type Hook,
  type HookFunction,
  type HookSet,
  type Next,
} from "./hook/hook.ts";

// Messages. Headers, Request and Response are names of the platform too: imported from here, they are ours.
export type { Answered } from "./http/answered.ts";
export { Headers, type HeadersInit } from "./http/headers.ts";
export { HttpError, type HttpErrorOptions } from "./http/http-error.ts";
export { defaultLimits, type Limits } from "./http/limits.ts";
export { Request } from "./http/request.ts";
export { Response, type ResponseBody, type ResponseInit, type Takeover } from "./http/response.ts";

// What a program logs to.
export { type Logger, silentLogger } from "./log/logger.ts";

// Routes, and what can be asked about them.
export type { PathParams } from "./router/params.ts";
export { type RouteInfo, routesOf } from "./router/route-list.ts";
export { RouteError } from "./router/route-path.ts";
export type { RouterOptions } from "./router/route-table.ts";
export { Router } from "./router/router.ts";
export { RouterGroup } from "./router/router-group.ts";

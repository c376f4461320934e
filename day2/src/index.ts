/**
 * `ray`: what a web program uses, as one import. Sockets and listeners are in `ray/net`, the ground under them in
 * `ray/event-loop`, what tests ask an app with in `ray/testing`. A name stands in one face only, and never more than
 * fifty stand here: what comes later finds its place behind these four, or it is a function of the context.
 * What stands in no face is for the framework itself: its files are there to be read, and may change on any day.
 * The types at the side of a class are here where a program has to write them down; all others it gets by inference.
 */

// Start and stop.
export { type ListenOptions, listen, type RunningServer, run } from "./app/server.ts";

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
export { key, type StateKey } from "./endpoint/state.ts";

// Messages. Headers, Request and Response are names of the platform too: imported from here, they are ours.
export type { Answered } from "./http/answered.ts";
export { Headers, type HeadersInit } from "./http/headers.ts";
export { HttpError, type HttpErrorOptions } from "./http/http-error.ts";
export { defaultLimits, type Limits } from "./http/limits.ts";
export { Request } from "./http/request.ts";
export { Response, type ResponseBody, type ResponseInit, type Takeover } from "./http/response.ts";

// What a program logs to.
export { type Logger, silentLogger } from "./log/logger.ts";

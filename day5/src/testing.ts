/**
 * `ray/testing`: asks an app without a socket. For tests only: a face of its own, so that a server in production does
 * not load what it has no use for.
 */

export { type Injected, type InjectOptions, inject } from "./testing/inject.ts";

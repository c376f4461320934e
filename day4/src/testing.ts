/** `ray/testing`: asks an app without a socket. For tests; a server that runs has no use for it. */

export { type Injected, type InjectOptions, inject } from "./testing/inject.ts";

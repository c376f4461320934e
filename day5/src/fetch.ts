/**
 * `ray/fetch`: an app by way of the platform's Request and Response. A face of its own, since a program with a server
 * has no use for it.
 */

export { type FetchOptions, fetchHandler } from "./endpoint/fetch-handler.ts";

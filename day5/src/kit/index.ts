/**
 * `ray/kit`: what hooks and endpoints of the kind of `ray/middleware` are made of, for those who write their own. Small
 * grammars of HTTP, and a map that remembers only so much for so long. None of it knows a request.
 */

export { acceptedCoding } from "./accepted-coding.ts";
export { listsTag } from "./entity-tag.ts";
export { ExpiringMap, type ExpiringMapOptions } from "./expiring-map.ts";

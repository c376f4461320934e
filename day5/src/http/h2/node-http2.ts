/**
 * Node's own HTTP/2, loaded when the first connection speaks it: every program imports this framework, and many never
 * meet such a client.
 */

export function nodeHttp2(): typeof import("node:http2") {
  return process.getBuiltinModule("node:http2");
}

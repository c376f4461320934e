/** Where node:http and ray part: bodies, connections and limits. */

import type { NodeDifference } from "./node-differences.ts";

export const bodyDifferences: readonly NodeDifference[] = [
  {
    group: "Content-Length",
    why: "Node waits for bodies of 2^53 bytes and more; ray takes at most 15 digits.",
    rows: {
      "a Content-Length of 2^53 + 1": "none waits",
      "a Content-Length of 2^63": "none waits",
      "a Content-Length of 2^32 + 5, behind zeros beyond measure": "none waits",
    },
  },
  {
    group: "Transfer codings",
    why: "Node takes any coding in front of chunked, and gives its bytes undecoded; empty elements and HTTP/1.0 too.",
    rows: {
      "Transfer-Encoding on HTTP/1.0": "200 closed",
      "Transfer-Encoding on HTTP/1.0 with keep-alive": "200 closed",
      "an unknown coding under chunked": "200 open",
      "an unknown coding in a field of its own": "200 open",
      "a comma before chunked": "200 open",
      "two commas and chunked": "200 open",
      "identity under chunked": "200 open",
      "a coding with a parameter under chunked": "200 open",
      "chunked and an empty Transfer-Encoding": ["200 open", "400 closed"],
    },
  },
  {
    group: "Chunks",
    why: "Node takes sizes of any length and extensions that the grammar does not have, but no blanks around their signs.",
    rows: {
      "a chunk size of 14 digits": "200 open",
      "an extension without a name, but with a value": "200 open",
      "an extension with an empty value": "200 open",
      "chunk extensions": "400 closed",
      "a chunk size of 2^53 and more": "none waits",
    },
  },
  {
    group: "Trailers",
    why: "Node lets trailers speak about framing and the connection; ray keeps them apart from the head.",
    rows: {
      "a Connection: close among the trailers counts for nothing": "200 closed",
      "a Content-Length among the trailers counts for nothing": "400 closed",
      "a Transfer-Encoding among the trailers counts for nothing": "400 closed",
    },
  },
  {
    group: "HTTP/1.0 kept open",
    why: "Node keeps an HTTP/1.0 connection only where the handler itself names the length of its answer.",
    rows: {
      "an absolute target on HTTP/1.0": "200 closed",
      "HTTP/1.0 with Connection: keep-alive": "200 closed",
      "HTTP/1.0 with keep-alive and a body": "200 closed",
      "HTTP/1.0 with keep-alive in a list": "200 closed",
    },
  },
  {
    group: "Pipelining",
    why: "Node looks at what follows a request with close, and answers it with a second, unasked 400.",
    rows: {
      "what follows a request with close is not looked at": "400 closed",
    },
  },
  {
    group: "Expectations",
    why: "Node looks for 100-continue anywhere in the field, and keeps the connection after a 417.",
    rows: {
      "two expectations, one of them unknown": "200 open",
      "an unknown expectation in a field before": "200 open",
      "100-continue with a parameter": "200 open",
      "an expectation nobody knows": "417 open",
      "an empty expectation": "417 open",
    },
  },
  {
    group: "CONNECT",
    why: "Node closes without an answer; ray says 501.",
    rows: {
      "CONNECT to an address of another machine": "none closed",
      "CONNECT on HTTP/1.0": "none closed",
      CONNECT: "none closed",
      "CONNECT with a path": "none closed",
    },
  },
  {
    group: "Limits",
    why: "Node leaves the size of bodies, trailers and targets to the handler; a head or a line may grow to 16 KiB.",
    rows: {
      "a target over its limit": "200 open",
      "an endless chunk extension": "200 open",
      "trailers without end": "200 open",
      "a body over the limit in one chunk": "200 open",
      "fields without end and without values": ["200 open", "431 closed"],
      "a target far over all limits": "431 closed",
      "a body over the limit in many chunks": "none closed",
      "a body over the limit, as its length says": "none waits",
    },
  },
];

/** More raw requests about the connection: its options, expectations, and several requests in a row. */

import { type RequestCase, refused, refusedWith, served, servedLast } from "./request-case.ts";

const v11 = (line: string, fields = "") => `${line} HTTP/1.1\r\nHost: a\r\n${fields}\r\n`;
const v10 = (line: string, fields = "") => `${line} HTTP/1.0\r\n${fields}\r\n`;
const connection = (value: string) => v11("GET /", `Connection: ${value}\r\n`);
const post = (fields: string, body: string) => `POST / HTTP/1.1\r\nHost: a\r\n${fields}\r\n${body}`;

const persistence = "RFC 9112 §9.3";
const pipelining = "RFC 9112 §9.3.2";
const expectation = "RFC 9110 §10.1.1";
const failed = "417 Expectation Failed";

export const connectionCases: readonly RequestCase[] = [
  servedLast(persistence, "Connection: close in capitals", connection("CLOSE"), "GET / "),
  servedLast(persistence, "Connection: close between empty elements", connection(",, close ,"), "GET / "),
  servedLast(persistence, "Connection: close with tabs around it", connection("\tclose\t"), "GET / "),
  servedLast(
    persistence,
    "close among several Connection fields",
    connection("a\r\nConnection: b, close\r\nX: y"),
  ),
  served(persistence, "a Connection option that only begins like close", connection("closed"), "GET / "),
  served(persistence, "close in quotes is not the option", connection('"close"'), "GET / "),
  served(persistence, "an empty Connection", connection(""), "GET / "),
  served(persistence, "a Connection that names a field", connection("X-Name, keep-alive"), "GET / "),
  served(
    persistence,
    "a Connection that names Content-Length changes no framing",
    `${v11("POST /", "Connection: Content-Length\r\nContent-Length: 2\r\n")}hi`,
    "POST / hi",
  ),
  servedLast(
    "RFC 9112 §C.2.2",
    "Proxy-Connection keeps nothing open",
    v10("GET /", "Proxy-Connection: keep-alive\r\n"),
  ),
  served(
    persistence,
    "Keep-Alive with parameters is not ours to answer",
    connection("keep-alive\r\nKeep-Alive: timeout=5, max=2"),
  ),
  served(
    persistence,
    "HTTP/1.0 with keep-alive in a list",
    v10("GET /", "Connection: X, KEEP-ALIVE\r\n"),
    "GET / ",
  ),
  servedLast(
    persistence,
    "HTTP/1.0 with keep-alive and close",
    v10("GET /", "Connection: keep-alive, close\r\n"),
  ),
  {
    ...served(pipelining, "two requests in one piece", v11("GET /1") + v11("GET /2"), "GET /2 "),
    earlier: ["GET /1 "],
  },
  {
    ...served(
      pipelining,
      "a body and a request in one piece",
      `${post("Content-Length: 2\r\n", "hi")}${v11("GET /2")}`,
      "GET /2 ",
    ),
    earlier: ["POST / hi"],
  },
  {
    ...refused(pipelining, "a good request and a bad one", `${v11("GET /1")}GET /2\r\n\r\n${v11("GET /3")}`),
    earlier: ["GET /1 "],
  },
  {
    ...refused(
      "RFC 9112 §6.3",
      "a body that is longer than its length",
      `${post("Content-Length: 2\r\n", "hi!")}${v11("\x01GET /2")}`,
    ),
    earlier: ["POST / hi"],
  },
  {
    ...refused(
      "RFC 9112 §6.3",
      "a POST without a length whose body looks like a request line",
      `${post("", "nonsense\r\n\r\n")}`,
    ),
    earlier: ["POST / "],
  },
  servedLast(
    pipelining,
    "what follows a request with close is not looked at",
    connection("close") + v11("GET /2"),
    "GET / ",
  ),
  {
    ...served(
      "RFC 9112 §2.2",
      "an empty line between two requests",
      `${v11("GET /1")}\r\n${v11("GET /2")}`,
      "GET /2 ",
    ),
    earlier: ["GET /1 "],
  },
  {
    ...served(
      expectation,
      "100-continue with a body that is here already",
      post("Expect: 100-continue\r\nContent-Length: 2\r\n", "hi"),
      "POST / hi",
    ),
    continues: true,
  },
  {
    ...served(
      expectation,
      "100-continue in capitals before chunks",
      post("Expect: 100-CONTINUE\r\nTransfer-Encoding: chunked\r\n", "2\r\nhi\r\n0\r\n\r\n"),
      "POST / hi",
    ),
    continues: true,
  },
  refusedWith(
    failed,
    expectation,
    "two expectations, one of them unknown",
    v11("GET /", "Expect: 100-continue, b\r\n"),
  ),
  refusedWith(
    failed,
    expectation,
    "an unknown expectation in a field before",
    v11("GET /", "Expect: b\r\nExpect: 100-continue\r\n"),
  ),
  refusedWith(
    failed,
    expectation,
    "100-continue with a parameter",
    v11("GET /", "Expect: 100-continue;q=1\r\n"),
  ),
  served(
    "RFC 9110 §7.8",
    "h2c is not taken up on HTTP/1.1 either",
    v11(
      "GET /",
      "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n",
    ),
    "GET / ",
  ),
  {
    ...served("RFC 9110 §9.3.2", "HEAD with a body", `${v11("HEAD /", "Content-Length: 2\r\n")}hi`, ""),
    method: "HEAD",
  },
  served(
    "RFC 9110 §9.3.7",
    "OPTIONS with a body",
    `${v11("OPTIONS /", "Content-Length: 2\r\n")}hi`,
    "OPTIONS / hi",
  ),
  served(
    "RFC 9110 §9.3.5",
    "DELETE with a body",
    `${v11("DELETE /", "Content-Length: 2\r\n")}hi`,
    "DELETE / hi",
  ),
];

/** Raw requests in every form that is served: methods, targets, versions, persistence and expectations. */

import { type RequestCase, refused, served, servedLast } from "./request-case.ts";

const v11 = (target: string, fields = "") => `${target} HTTP/1.1\r\nHost: a\r\n${fields}\r\n`;
const v10 = (target: string, fields = "") => `${target} HTTP/1.0\r\n${fields}\r\n`;

const persistence = "RFC 9112 §9.3";
const expectation = "RFC 9110 §10.1.1";

export const formCases: readonly RequestCase[] = [
  served("RFC 9112 §3.2.1", "the origin form", v11("GET /a/b?c=d&e"), "GET /a/b?c=d&e "),
  served(
    "RFC 9112 §3.2.1",
    "a target with %2F and dots is left as it came",
    v11("GET /a%2Fb/../c"),
    "GET /a%2Fb/../c ",
  ),
  served("RFC 9112 §3.2.1", "a target of two slashes", v11("GET //a"), "GET //a "),
  served("RFC 9112 §3.2.2", "the absolute form", v11("GET http://a:80/b?c"), "GET /b?c "),
  served("RFC 9112 §3.2.2", "the absolute form without a path", v11("GET HTTP://a"), "GET / "),
  served("RFC 9112 §3.2.2", "the absolute form with a query only", v11("GET https://a?b=1"), "GET /?b=1 "),
  served("RFC 9112 §3.2.4", "OPTIONS *", v11("OPTIONS *"), "OPTIONS * "),
  refused("RFC 9112 §3.2.4", "GET *", v11("GET *")),
  { ...refused("RFC 9112 §3.2.3", "CONNECT", v11("CONNECT a:443")), status: "501 Not Implemented" },
  { ...refused("RFC 9112 §3.2.3", "CONNECT with a path", v11("CONNECT /a")), status: "501 Not Implemented" },
  served("RFC 9110 §9.1", "a method nobody knows", v11("BREW /pot"), "BREW /pot "),
  served("RFC 9110 §9.1", "methods are case-sensitive", v11("get /"), "get / "),
  { ...served("RFC 9110 §9.3.2", "HEAD", v11("HEAD /"), ""), method: "HEAD" },
  { ...servedLast("RFC 9110 §9.3.2", "HEAD on HTTP/1.0", v10("HEAD /"), ""), method: "HEAD" },
  servedLast(persistence, "Connection: close", v11("GET /", "Connection: close\r\n"), "GET / "),
  servedLast(persistence, "Connection: close in a list", v11("GET /", "Connection: x, CLOSE\r\n")),
  servedLast(
    persistence,
    "Connection: close in its own field",
    v11("GET /", "Connection: x\r\nConnection: close\r\n"),
  ),
  servedLast(persistence, "close wins over keep-alive", v11("GET /", "Connection: keep-alive, close\r\n")),
  served(persistence, "Connection: keep-alive", v11("GET /", "Connection: keep-alive\r\n"), "GET / "),
  served(persistence, "a Connection option nobody knows", v11("GET /", "Connection: x-closed\r\n")),
  servedLast(persistence, "HTTP/1.0", v10("GET /"), "GET / "),
  servedLast(persistence, "HTTP/1.0 with a Host", v10("GET /", "Host: a\r\n"), "GET / "),
  servedLast(persistence, "HTTP/1.0 with Connection: close", v10("GET /", "Connection: close\r\n")),
  served(
    persistence,
    "HTTP/1.0 with Connection: keep-alive",
    v10("GET /", "Connection: Keep-Alive\r\n"),
    "GET / ",
  ),
  served(
    persistence,
    "HTTP/1.0 with keep-alive and a body",
    `${v10("POST /", "Connection: keep-alive\r\nContent-Length: 3\r\n")}abc`,
    "POST / abc",
  ),
  {
    ...refused(expectation, "an expectation nobody knows", v11("GET /", "Expect: a-miracle\r\n")),
    status: "417 Expectation Failed",
  },
  {
    ...refused(expectation, "an empty expectation", v11("GET /", "Expect:\r\n")),
    status: "417 Expectation Failed",
  },
  served(expectation, "an expectation without a body", v11("GET /", "Expect: 100-continue\r\n"), "GET / "),
  servedLast(
    expectation,
    "any expectation on HTTP/1.0 is ignored",
    v10("GET /", "Expect: a-miracle\r\n"),
    "GET / ",
  ),
  served(
    "RFC 9110 §7.8",
    "an Upgrade that nobody takes up",
    v11("GET /", "Connection: upgrade\r\nUpgrade: x/1\r\n"),
    "GET / ",
  ),
  served(
    "RFC 9110 §5.1",
    "field names in any case",
    "GET / HTTP/1.1\r\nhOST: a\r\ncontent-LENGTH: 0\r\n\r\n",
    "GET / ",
  ),
];

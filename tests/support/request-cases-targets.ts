/** More raw requests about the target, in all of its forms. */

import { type RequestCase, refused, refusedWith, served } from "./request-case.ts";

const v11 = (line: string, fields = "") => `${line} HTTP/1.1\r\nHost: a\r\n${fields}\r\n`;
const v10 = (line: string, fields = "") => `${line} HTTP/1.0\r\n${fields}\r\n`;

const origin = "RFC 9112 §3.2.1";
const absolute = "RFC 9112 §3.2.2";
const authority = "RFC 9112 §3.2.3";
const asterisk = "RFC 9112 §3.2.4";
const userinfo = "RFC 9110 §4.2.4";
const notImplemented = "501 Not Implemented";

export const targetCases: readonly RequestCase[] = [
  served(origin, "a target of a slash and a query", v11("GET /?"), "GET /? "),
  served(origin, "a query with question marks", v11("GET /?a?b=?"), "GET /?a?b=? "),
  served(origin, "marks that browsers leave as they are", v11('GET /a|b{c}^`?"<>[]'), 'GET /a|b{c}^`?"<>[] '),
  served(origin, "a percent sign that encodes nothing is left to the router", v11("GET /%zz"), "GET /%zz "),
  served(origin, "an encoded NUL is left to the router", v11("GET /%00"), "GET /%00 "),
  served(origin, "dots are not walked", v11("GET /../../etc/passwd"), "GET /../../etc/passwd "),
  served(origin, "a backslash is a character like any other", v11("GET /a\\b"), "GET /a\\b "),
  refused(origin, "a target of an exclamation mark", v11("GET !")),
  refused(origin, "a target that begins with a dot", v11("GET ./a")),
  refused(origin, "a target that begins with a backslash", v11("GET \\a")),
  refused(origin, "a tab in the target", v11("GET /a\tb")),
  refused(origin, "a bare CR in the target", v11("GET /a\rb")),
  refused(origin, "a fragment behind a query", v11("GET /a?b#c")),
  refused(origin, "UTF-8 in the target", v11("GET /caf\xc3\xa9")),
  served(absolute, "an absolute target with an empty path and a query", v11("GET http://a/?b"), "GET /?b "),
  served(absolute, "an absolute target of an IPv6 host", v11("GET http://[::1]:80/b"), "GET /b "),
  served(
    absolute,
    "an absolute target on HTTP/1.0",
    v10("GET http://a/b", "Connection: keep-alive\r\n"),
    "GET /b ",
  ),
  served(
    absolute,
    "POST with an absolute target",
    `${v11("POST http://a/b", "Content-Length: 2\r\n")}hi`,
    "POST /b hi",
  ),
  refused("RFC 9112 §3.2", "an absolute target without a Host field", "GET http://a/ HTTP/1.1\r\n\r\n"),
  refused(userinfo, "an absolute target with a user", v11("GET http://user@a/")),
  refused(userinfo, "an absolute target with a user and a password", v11("GET http://user:pw@a/")),
  refused("RFC 9110 §4.2.1", "an absolute target with a port and no host", v11("GET http://:80/")),
  refused(absolute, "an absolute target with a bad port", v11("GET http://a:b/")),
  refused(absolute, "an absolute target with a backslash in its host", v11("GET http://a\\b/")),
  refused(absolute, "an absolute target with one slash", v11("GET http:/a")),
  refused(absolute, "a target of a scheme only", v11("GET http:")),
  refused(absolute, "a target of script", v11("GET javascript:alert(1)")),
  refused(absolute, "a target of a file", v11("GET file:///etc/passwd")),
  refused(authority, "an authority as the target of GET", v11("GET a:80")),
  refusedWith(
    notImplemented,
    authority,
    "CONNECT to an address of another machine",
    v11("CONNECT 10.0.0.1:22"),
  ),
  refusedWith(notImplemented, authority, "CONNECT on HTTP/1.0", v10("CONNECT a:443")),
  refused(asterisk, "POST *", v11("POST *")),
  refused(asterisk, "OPTIONS **", v11("OPTIONS **")),
  refused(asterisk, "OPTIONS * with a query", v11("OPTIONS *?a")),
  served(asterisk, "OPTIONS with a path", v11("OPTIONS /a"), "OPTIONS /a "),
];

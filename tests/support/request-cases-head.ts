/** Raw requests about the head: request line, target, version, Host, and the grammar of field lines. */

import { type RequestCase, refused, served } from "./request-case.ts";

const get = (target: string, fields = "") => `GET ${target} HTTP/1.1\r\nHost: a\r\n${fields}\r\n`;
const field = (line: string) => get("/", `${line}\r\n`);
const host = (lines: string) => `GET / HTTP/1.1\r\n${lines}\r\n`;
const version = (text: string) => `GET / ${text}\r\nHost: a\r\n\r\n`;

const line = "RFC 9112 §3";
const lineEnd = "RFC 9112 §2.2";
const versionRule = "RFC 9112 §2.3";
const hostRule = "RFC 9112 §3.2";
const fields = "RFC 9112 §5";
const value = "RFC 9110 §5.5";

export const headCases: readonly RequestCase[] = [
  refused(lineEnd, "bare LF as every line end", "GET / HTTP/1.1\nHost: a\n\n"),
  refused(lineEnd, "bare LF behind the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n"),
  refused(lineEnd, "bare LF behind a field", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n"),
  refused(lineEnd, "bare LF as the empty line", "GET / HTTP/1.1\r\nHost: a\r\n\n"),
  refused(lineEnd, "bare LF before the request", `\n${get("/")}`),
  refused(lineEnd, "bare CR in a value", field("X: a\rb")),
  refused(lineEnd, "bare CR as a line end", "GET / HTTP/1.1\rHost: a\r\n\r\n"),
  refused(lineEnd, "bare CR before the CR LF", "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n"),
  served(lineEnd, "an empty line before the request", `\r\n${get("/")}`, "GET / "),
  served(lineEnd, "several empty lines before the request", `\r\n\r\n\r\n${get("/")}`, "GET / "),
  refused(fields, "a field folded over two lines", field("X: a\r\n b")),
  refused(fields, "a field folded with a tab", field("X: a\r\n\tb")),
  refused(fields, "white space before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
  refused("RFC 9112 §5.1", "a space before the colon", field("X : a")),
  refused("RFC 9112 §5.1", "a tab before the colon", field("X\t: a")),
  refused("RFC 9112 §5.1", "a space before the colon of Content-Length", field("Content-Length : 5")),
  refused(fields, "a field line without a colon", field("nonsense")),
  refused(fields, "a field without a name", field(": a")),
  refused(fields, "a space in a name", field("X Y: a")),
  refused(fields, "a NUL in a name", field("X\0: a")),
  refused(fields, "a byte over 127 in a name", field("X\xe9: a")),
  refused(fields, "a bracket in a name", field("X(y): a")),
  refused(value, "a NUL in a value", field("X: a\0b")),
  refused(value, "a control character in a value", field("X: a\x01b")),
  refused(value, "an escape in a value", field("X: \x1b[31m")),
  refused(value, "a DEL in a value", field("X: a\x7f")),
  served(value, "an empty value", field("X:")),
  served(value, "a tab and bytes over 127 in a value", field("X: a\tb\xe9\xff")),
  served(fields, "every character a name may have", field("!#$%&'*+-.^_`|~09azAZ: a")),
  refused(hostRule, "no Host", "GET / HTTP/1.1\r\n\r\n"),
  refused(hostRule, "no Host among others", host("X: a\r\n")),
  refused(hostRule, "two Host fields", host("Host: a\r\nHost: b\r\n")),
  refused(hostRule, "the same Host twice", host("Host: a\r\nhost: a\r\n")),
  refused(hostRule, "a Host with a path", host("Host: a/b\r\n")),
  refused(hostRule, "a Host with a user", host("Host: u@a\r\n")),
  refused(hostRule, "a Host with a space", host("Host: a b\r\n")),
  refused(hostRule, "a Host with a bad port", host("Host: a:8x\r\n")),
  refused(hostRule, "a Host with half a bracket", host("Host: [::1\r\n")),
  refused(hostRule, "a Host with a byte over 127", host("Host: \xe9\r\n")),
  served(hostRule, "a Host with a port", host("Host: a.b-c.d:8080\r\n")),
  served(hostRule, "an IPv6 Host", host("Host: [::1]:80\r\n")),
  refused(line, "no method", " / HTTP/1.1\r\nHost: a\r\n\r\n"),
  refused(line, "a method that is no token", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n"),
  refused(line, "a NUL in the method", "GE\0T / HTTP/1.1\r\nHost: a\r\n\r\n"),
  refused(line, "two spaces before the target", get(" /")),
  refused(line, "two spaces behind the target", get("/ ")),
  refused(line, "tabs for spaces", "GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n"),
  refused(line, "a space in the target", get("/a b")),
  refused(line, "a space behind the version", version("HTTP/1.1 ")),
  refused(line, "an empty request line with fields", "X\r\nHost: a\r\n\r\n"),
  refused(line, "a request of HTTP/0.9", "GET /\r\n\r\n"),
  refused(line, "something that is no HTTP at all", "\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\r\n\r\n"),
  refused("RFC 9112 §3.2", "a NUL in the target", get("/a\0b")),
  refused("RFC 9112 §3.2", "a control character in the target", get("/a\x07b")),
  refused("RFC 9112 §3.2", "a DEL in the target", get("/a\x7fb")),
  refused("RFC 9112 §3.2", "a byte over 127 in the target", get("/\xe9")),
  refused("RFC 9112 §3.2", "a fragment in the target", get("/a#b")),
  refused("RFC 9112 §3.2", "a target without its slash", get("a")),
  refused("RFC 9112 §3.2", "a target that is only a query", get("?a=1")),
  refused("RFC 9112 §3.2.2", "an absolute target of another scheme", get("ftp://a/b")),
  refused("RFC 9112 §3.2.2", "an absolute target without an authority", get("http:///b")),
  refused(versionRule, "the protocol in lower case", version("http/1.1")),
  refused(versionRule, "a version without its dot", version("HTTP/11")),
  refused(versionRule, "a version with too many digits", version("HTTP/1.10")),
  refused(versionRule, "another protocol", version("ICAP/1.0")),
  { ...refused(versionRule, "HTTP/2.0", version("HTTP/2.0")), status: "505 HTTP Version Not Supported" },
  { ...refused(versionRule, "HTTP/0.9", version("HTTP/0.9")), status: "505 HTTP Version Not Supported" },
  { ...refused(versionRule, "HTTP/3.0", version("HTTP/3.0")), status: "505 HTTP Version Not Supported" },
  served("RFC 9110 §2.5", "a higher minor version is spoken to as 1.1", version("HTTP/1.2"), "GET / "),
  { ...refused(line, "a target over its limit", get(`/${"a".repeat(8192)}`)), status: "414 URI Too Long" },
  {
    ...refused(line, "a target far over all limits", get(`/${"a".repeat(40_000)}`)),
    status: "414 URI Too Long",
  },
  served(line, "a target of exactly the limit", get(`/${"a".repeat(8191)}`)),
  {
    ...refused("RFC 6585 §5", "one field over the limit of the head", field(`X: ${"a".repeat(17_000)}`)),
    status: "431 Request Header Fields Too Large",
  },
  {
    ...refused(
      "RFC 6585 §5",
      "many fields over the limit of the head",
      get("/", "X: 1234567890\r\n".repeat(3000)),
    ),
    status: "431 Request Header Fields Too Large",
  },
];
